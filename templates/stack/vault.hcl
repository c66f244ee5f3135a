storage "raft" {
  path = "${data}"
  node_id = "local"
  performance_multiplier = 1
}
listener "tcp" {
  address = "127.0.0.1:${port}"
  cluster_address = "127.0.0.1:${clusterPort}"
${security}}
api_addr = "${scheme}://127.0.0.1:${port}"
cluster_addr = "https://127.0.0.1:${clusterPort}"
log_level = "warn"

seal "static" {
  current_key_id = "local"
  current_key = "file://${sealKey}"
}

# Done once, at the first start, with a root token that nobody sees.
initialize "mounts" {
  request "kv" {
    operation = "update"
    path = "sys/mounts/secret"
    data = { type = "kv", options = { version = "2" } }
  }
  request "database" {
    operation = "update"
    path = "sys/mounts/database"
    data = { type = "database" }
  }
  request "approle" {
    operation = "update"
    path = "sys/auth/approle"
    data = { type = "approle" }
  }
  request "pki" {
    operation = "update"
    path = "sys/mounts/pki"
    data = { type = "pki", config = { max_lease_ttl = "87600h" } }
  }
  request "authority" {
    operation = "update"
    path = "pki/root/generate/internal"
    data = { common_name = "cdcctl local stack", ttl = "87600h", key_type = "ec", key_bits = 256 }
  }
  request "certificates" {
    operation = "update"
    path = "pki/roles/stack"
    data = {
      allow_any_name = true
      enforce_hostnames = false
      use_csr_sans = false
      key_type = "ec"
      key_bits = 256
      max_ttl = "8760h"
      ttl = "8760h"
    }
  }
}

initialize "cdcctl" {
  request "policy" {
    operation = "update"
    path = "sys/policies/acl/cdcctl"
    data = { policy = ${policy} }
  }
  # Leases end with the token that asked for them: a token must outlive the 24 hours of a database login.
  request "role" {
    operation = "update"
    path = "auth/approle/role/cdcctl"
    data = { token_policies = ["cdcctl"], token_period = 90000 }
  }
  request "role-id" {
    operation = "update"
    path = "auth/approle/role/cdcctl/role-id"
    data = { role_id = "${roleId}" }
  }
  request "secret-id" {
    operation = "update"
    path = "auth/approle/role/cdcctl/custom-secret-id"
    data = { secret_id = { eval_type = "string", eval_source = "env", env_var = "CDCCTL_SECRET_ID" } }
  }
}

initialize "up" {
  request "policy" {
    operation = "update"
    path = "sys/policies/acl/cdcctl-up"
    data = { policy = ${setupPolicy} }
  }
  request "role" {
    operation = "update"
    path = "auth/approle/role/cdcctl-up"
    data = { token_policies = ["cdcctl-up"], token_ttl = 300, token_max_ttl = 300 }
  }
  request "role-id" {
    operation = "update"
    path = "auth/approle/role/cdcctl-up/role-id"
    data = { role_id = "${setupRoleId}" }
  }
  request "secret-id" {
    operation = "update"
    path = "auth/approle/role/cdcctl-up/custom-secret-id"
    data = { secret_id = { eval_type = "string", eval_source = "env", env_var = "CDCCTL_SETUP_SECRET_ID" } }
  }
}
