#!/bin/sh
# A server that initialises itself at its first start, as that of the native stack does, and unseals itself at each. Nobody
# sees its root token, which is revoked when that is done. The unseal key is in the volume: this is a stack to try things on.
set -eu
umask 077
home=/var/lib/vault

# What an interrupted first start has left, nobody has used yet.
test -e "$home/ready" || rm -rf "$home/raft" "$home/unseal-key"
mkdir -p "$home/raft"
printf 'listener "tcp" {\n  address = "0.0.0.0:%s"\n  tls_disable = true\n}\n' "$VAULT_PORT" >/tmp/listener.hcl
vault server -config=/etc/vault/vault.hcl -config=/tmp/listener.hcl &
server=$!
trap 'kill -TERM "$server"' TERM INT

# Exit code 0: unsealed; 2: sealed, or not initialised yet.
answers() {
  vault status >/dev/null 2>&1 || test $? -eq 2
}
until answers; do
  kill -0 "$server"
  sleep 0.2
done

unseal() {
  printf '{"key":"%s"}' "$(cat "$home/unseal-key")" | vault write sys/unseal - >/dev/null
  # It is alone, and elects itself.
  until vault status >/dev/null 2>&1 && vault read sys/health >/dev/null 2>&1; do sleep 0.2; done
}

# The secret id goes by standard input: everyone on a machine can read the arguments of a process.
login() {
  vault policy write "$1" "$2" >/dev/null
  printf '%s' "$3" | vault write "auth/approle/role/$1" - >/dev/null
  vault write "auth/approle/role/$1/role-id" "role_id=$1" >/dev/null
  printf '{"secret_id":"%s"}' "$(cat "$4")" | vault write "auth/approle/role/$1/custom-secret-id" - >/dev/null
}

if test -e "$home/ready"; then
  unseal
else
  first=$(vault operator init -key-shares=1 -key-threshold=1 -format=json | tr -d ' \n')
  printf '%s' "$first" | sed 's/.*"unseal_keys_b64":\["\([^"]*\)".*/\1/' >"$home/unseal-key"
  unseal
  VAULT_TOKEN=$(printf '%s' "$first" | sed 's/.*"root_token":"\([^"]*\)".*/\1/')
  export VAULT_TOKEN
  vault secrets enable -path=secret -version=2 kv >/dev/null
  vault secrets enable database >/dev/null
  vault auth enable approle >/dev/null
  # Leases end with the token that asked for them: a token must outlive the 24 hours of a database login.
  login cdcctl /etc/vault/policy.hcl '{"token_policies":["cdcctl"],"token_period":90000}' /run/secrets/vault-secret-id
  login cdcctl-up /etc/vault/setup-policy.hcl \
    '{"token_policies":["cdcctl-up"],"token_ttl":300,"token_max_ttl":300}' /run/secrets/vault-setup-secret-id
  vault token revoke -self >/dev/null
  unset VAULT_TOKEN first
  touch "$home/ready"
fi

# A signal ends the wait, not the server.
wait "$server" || wait "$server"
