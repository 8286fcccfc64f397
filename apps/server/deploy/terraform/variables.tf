variable "name" {
  description = "Prefix of everything that is made."
  type        = string
  default     = "ashlar"
}

variable "vpc_id" {
  description = "Network that the cluster runs in."
  type        = string
}

variable "private_subnet_ids" {
  description = "Subnets for the databases, in two zones or more."
  type        = list(string)

  validation {
    condition     = length(var.private_subnet_ids) >= 2
    error_message = "A standby in another zone needs two subnets or more."
  }
}

variable "node_security_group_id" {
  description = "Security group of the cluster's nodes: who may reach the databases."
  type        = string
}

variable "database_class" {
  description = "docs/scale.md says what each holds."
  type        = string
  default     = "db.m8g.large"
}

variable "public_url" {
  description = "Where browsers reach the api; https."
  type        = string

  validation {
    condition     = startswith(var.public_url, "https://")
    error_message = "Session cookies are Secure, so the address is https."
  }
}

variable "smtp_url" {
  description = "smtps://user:password@host:465"
  type        = string
  sensitive   = true
}
