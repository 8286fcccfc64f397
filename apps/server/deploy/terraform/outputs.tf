output "database_endpoint" {
  description = "For operators; processes read it from the secret."
  value       = aws_db_instance.primary.endpoint
}
