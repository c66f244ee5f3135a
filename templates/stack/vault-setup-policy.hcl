path "secret/data/cdc/*" {
  capabilities = ["create", "update"]
}
path "database/config/postgresql" {
  capabilities = ["create", "update"]
}
path "database/roles/postgresql-writer" {
  capabilities = ["create", "update"]
}
path "pki/issue/stack" {
  capabilities = ["create", "update"]
}
path "pki/sign/stack" {
  capabilities = ["create", "update"]
}
