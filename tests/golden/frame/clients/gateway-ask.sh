#!/bin/sh
# gateway-ask.sh CURL-OPTIONS...: what each of the fronts is asked, a connection to the gateway each.
get() { curl -s -o /dev/null --retry 50 --retry-delay 0 --retry-connrefused "$@"; }
get 'http://shop/page/1?tag=1' -b session=secret -u alice:secret "$@"
get 'http://shop/page/2?tag=2&size=2000' --data-binary 'thirty bytes of a body come to' "$@"
get 'http://shop/none?missing=1' "$@"
