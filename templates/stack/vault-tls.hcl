  tls_cert_file = "${file}"
  tls_key_file = "${file}"
  tls_min_version = "tls13"
