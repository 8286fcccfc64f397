# An example: managed PostgreSQL with a standby and a replica, managed Redis, and the secret that the manifests of
# ../kubernetes read. The cluster itself is taken as given.

resource "random_password" "database" {
  length  = 40
  special = false
}

resource "random_password" "payments" {
  length  = 48
  special = false
}

resource "random_password" "seal" {
  length  = 64
  special = false
}

resource "aws_security_group" "data" {
  name        = "${var.name}-data"
  description = "PostgreSQL and Redis, for the nodes of the cluster alone."
  vpc_id      = var.vpc_id
}

resource "aws_vpc_security_group_ingress_rule" "data" {
  for_each                     = { postgres = 5432, redis = 6379 }
  security_group_id            = aws_security_group.data.id
  referenced_security_group_id = var.node_security_group_id
  ip_protocol                  = "tcp"
  from_port                    = each.value
  to_port                      = each.value
}

resource "aws_db_subnet_group" "this" {
  name       = var.name
  subnet_ids = var.private_subnet_ids
}

resource "aws_db_parameter_group" "this" {
  name   = "${var.name}-18"
  family = "postgres18"

  parameter {
    name  = "rds.force_ssl"
    value = "1"
  }
  # Above every timeout that the pools set themselves; for sessions that do not.
  parameter {
    name  = "idle_in_transaction_session_timeout"
    value = "60000"
  }
}

resource "aws_db_instance" "primary" {
  identifier                   = var.name
  engine                       = "postgres"
  engine_version               = "18"
  instance_class               = var.database_class
  allocated_storage            = 100
  max_allocated_storage        = 1000
  storage_type                 = "gp3"
  storage_encrypted            = true
  db_name                      = "ashlar"
  username                     = "ashlar"
  password                     = random_password.database.result
  multi_az                     = true
  db_subnet_group_name         = aws_db_subnet_group.this.name
  parameter_group_name         = aws_db_parameter_group.this.name
  vpc_security_group_ids       = [aws_security_group.data.id]
  backup_retention_period      = 14
  performance_insights_enabled = true
  auto_minor_version_upgrade   = true
  deletion_protection          = true
  skip_final_snapshot          = false
  final_snapshot_identifier    = "${var.name}-final"
}

resource "aws_db_instance" "replica" {
  identifier             = "${var.name}-replica"
  replicate_source_db    = aws_db_instance.primary.identifier
  instance_class         = var.database_class
  storage_encrypted      = true
  parameter_group_name   = aws_db_parameter_group.this.name
  vpc_security_group_ids = [aws_security_group.data.id]
  skip_final_snapshot    = true
}

resource "aws_elasticache_subnet_group" "this" {
  name       = var.name
  subnet_ids = var.private_subnet_ids
}

# Holds what can be lost, so it needs no backup; a standby only so that limits are counted together without a gap.
resource "aws_elasticache_replication_group" "this" {
  replication_group_id       = var.name
  description                = "Budgets, caches and messages in flight."
  engine                     = "valkey"
  node_type                  = "cache.t4g.small"
  num_cache_clusters         = 2
  automatic_failover_enabled = true
  transit_encryption_enabled = true
  at_rest_encryption_enabled = true
  subnet_group_name          = aws_elasticache_subnet_group.this.name
  security_group_ids         = [aws_security_group.data.id]
}

locals {
  credentials = "ashlar:${random_password.database.result}"
}

# Ends up in the state file, so that file is a secret too: keep it encrypted and its readers few.
resource "kubernetes_secret_v1" "ashlar" {
  metadata {
    name      = "ashlar"
    namespace = "ashlar"
  }
  data = {
    DATABASE_URL          = "postgres://${local.credentials}@${aws_db_instance.primary.endpoint}/ashlar?sslmode=require"
    DATABASE_REPLICA_URLS = "postgres://${local.credentials}@${aws_db_instance.replica.endpoint}/ashlar?sslmode=require"
    REDIS_URL             = "rediss://${aws_elasticache_replication_group.this.primary_endpoint_address}:6379"
    PAYMENTS_TOKEN        = random_password.payments.result
    SECRET_KEY            = random_password.seal.result
    SMTP_URL              = var.smtp_url
    PUBLIC_URL            = var.public_url
  }
}
