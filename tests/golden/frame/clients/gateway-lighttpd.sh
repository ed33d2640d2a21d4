#!/bin/sh
# gateway-lighttpd.sh PORT FREEPORT: requests through lighttpd's mod_scgi to the gateway on PORT.
folder=$(mktemp -d)
cat >"$folder/lighttpd.conf" <<END
server.document-root = "$folder"
server.bind = "127.0.0.1"
server.port = $2
server.errorlog = "$folder/error"
server.modules = ("mod_scgi")
scgi.server = ("/" => (("host" => "127.0.0.1", "port" => $1, "check-local" => "disable")))
END
/usr/sbin/lighttpd -D -f "$folder/lighttpd.conf" &
"$(dirname "$0")/gateway-ask.sh" --connect-to shop::127.0.0.1:"$2"
kill "$!"
wait "$!"
rm -r "$folder"
