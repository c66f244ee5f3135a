# The listener is added by start.sh, which knows its port.
storage "raft" {
  path = "/var/lib/vault/raft"
  node_id = "local"
  performance_multiplier = 1
}
cluster_addr = "http://127.0.0.1:8201"
api_addr = "http://127.0.0.1:8200"
disable_mlock = true
log_level = "warn"
