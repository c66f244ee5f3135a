# What a pipeline refers to.
path "secret/data/cdc/*" {
  capabilities = ["read"]
}
path "database/creds/postgresql-writer" {
  capabilities = ["read"]
}

# What rotation needs: leases of this role alone, and the tokens that they belong to.
path "sys/leases/lookup" {
  capabilities = ["update"]
  allowed_parameters = { "lease_id" = ["database/creds/postgresql-writer/*"] }
}
path "sys/leases/renew" {
  capabilities = ["update"]
  allowed_parameters = { "lease_id" = ["database/creds/postgresql-writer/*"] }
}
path "sys/leases/revoke" {
  capabilities = ["update"]
  allowed_parameters = { "lease_id" = ["database/creds/postgresql-writer/*"], "sync" = [] }
}
path "auth/token/renew-accessor" {
  capabilities = ["update"]
}
path "auth/token/revoke-accessor" {
  capabilities = ["update"]
}
