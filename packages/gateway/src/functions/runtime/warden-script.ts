/**
 * What the warden runs: a shell, because it must outlive Postern and weigh nothing. It reads the process groups of the
 * workers, `+123` and `-123`, from its standard input. That ends when Postern ends, whatever ended it; then the warden
 * kills what is left: the groups, and where /proc exists every process with Postern's marker in its environment, again
 * until none is found, because they may be starting others. Last, it removes the directories.
 *
 * `$1`: the marker, `$2` and so on: the directories. grep finds the marker in its own arguments, but not in its environment.
 */
export const WARDEN_SCRIPT = `
trap '' INT TERM HUP QUIT
groups=' '
while IFS= read -r line; do
  group=\${line#?}
  case $line in
    +*) groups="$groups$group " ;;
    -*) case $groups in *" $group "*) groups="\${groups%%" $group "*} \${groups#*" $group "}" ;; esac ;;
  esac
done
round=0
while [ $round -lt 200 ]; do
  for group in $groups; do kill -9 "-$group" 2>/dev/null; done
  found=$(grep -lsF "$1" /proc/[0-9]*/environ 2>/dev/null)
  [ -z "$found" ] && break
  for file in $found; do
    pid=\${file#/proc/}
    kill -9 "\${pid%/environ}" 2>/dev/null
  done
  round=$((round + 1))
done
shift
# Unpacked packages are read-only.
chmod -R u+w -- "$@" 2>/dev/null
rm -rf -- "$@"
`
