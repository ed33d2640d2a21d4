# Works on host "there" of ssh_config in every way that ssh has; prints what must not depend on timing. $1: how many plain sessions.
cd "$HOME" || exit 1
on() { ssh -F ssh_config "$@"; }
for ((n = 0; n < $1; n++)); do on there "echo $n; echo err >&2; exit $n"; echo "ended with $?"; done
on there 'kill -9 $$'; echo "ended with $?"
on there "cat $HOME/big | sha256sum; env | grep -c SSH_CONNECTION"
seq 200000 | on there 'sort -n | tail -2'
on there cat < big | sha256sum
on -tt there 'test -t 0 && tty | sed s/[0-9]//g; stty size' < /dev/null
on -MfN -o ControlPath="$TMPDIR/mux" there
for n in 1 2 3; do on -o ControlPath="$TMPDIR/mux" there "echo shared $n"; done
on -o ControlPath="$TMPDIR/mux" -O exit there 2>&1
scp -q -F ssh_config -p big "there:$TMPDIR/copied"; echo "scp $?"
scp -q -O -F ssh_config "there:$TMPDIR/copied" "$TMPDIR/back"; echo "scp $?"
scp -q -F ssh_config "there:/no/such/file" "$TMPDIR/none"; echo "scp $?"
sftp -q -F ssh_config -b - there > /dev/null << END
put big $TMPDIR/put
get $TMPDIR/put $TMPDIR/got
chmod 600 $TMPDIR/put
mkdir $TMPDIR/made
END
echo "sftp $?"
on -o User=nobody-here -o BatchMode=yes there true; echo "ended with $?"
sha256sum big tmp/[bcgp]*
