# Makes a history in repository $1 of $2 commits whose names depend on nothing else.
set -e
cd "$1"
[[ -d .git ]] || git init --quiet
start=$(git rev-list --all --count)
for ((n = start; n < start + $2; n++)); do
    export GIT_AUTHOR_DATE="2024-01-01T00:00:$((n % 60))Z" GIT_COMMITTER_DATE="2024-01-01T00:01:$((n % 60))Z"
    mkdir -p "folder $((n % 5))"
    seq $((n * 50)) > "folder $((n % 5))/file $n"
    echo "line $n" >> readme
    git add -A
    git commit --quiet -m "commit $n"
    ((n % 6)) || { git checkout --quiet -b "branch-$n" HEAD~0; git commit --quiet --allow-empty -m "on a branch"; git checkout --quiet -; git merge --quiet --no-ff -m "merge $n" "branch-$n"; }
done
git tag -a -m "a tag" "tag-$n"
git diff --stat HEAD~2
git grep -c 11 -- 'folder 1'
git stash list
