# Finds Java, and builds the benchmarks when their sources, or those of the modules they measure, have changed.
# Sourced by run and check; sets java and class_path.

root="$(cd -P -- "$here/.." >/dev/null && pwd)"
class_path_file="$here/target/benchmarks.classpath"

fail() {
  echo "benchmarks: $*" >&2
  exit 1
}

if [ -n "${JAVA_HOME:-}" ]; then
  java="$JAVA_HOME/bin/java"
  [ -x "$java" ] || fail "JAVA_HOME is $JAVA_HOME, which holds no bin/java. Set it to a JDK 17 or newer, or unset it."
else
  java="$(command -v java)" || fail "Java is not on PATH. Install a JDK 17 or newer."
fi

is_built() {
  [ -f "$class_path_file" ] || return 1
  local module sources=("$root/pom.xml")
  for module in async-io record-format connector-face connector-source streams-app connector-sink deploy/local-cluster \
    benchmarks; do
    sources+=("$root/$module/pom.xml" "$root/$module/src/main")
  done
  [ -z "$(find "${sources[@]}" -newer "$class_path_file" -print 2>/dev/null | head -n 1)" ]
}

build() {
  if ! is_built; then
    command -v mvn >/dev/null || fail "Maven (mvn) is not on PATH. Install Maven 3.8.7 or newer."
    echo "benchmarks: building (first use, or the sources have changed)" >&2
    mkdir -p "$here/target"
    touch "$class_path_file.new"
    (cd "$root" && mvn -q --batch-mode -Dstyle.color=never -Dquick -DskipTests -pl benchmarks -am package \
      dependency:build-classpath -Dmdep.outputFile=target/mdep.classpath) >&2 || fail "the build failed; its errors are above."
    # The file's own time is from before the build, so that a source changed meanwhile is built next time.
    cat "$here/target/mdep.classpath" >"$class_path_file.content"
    touch -r "$class_path_file.new" "$class_path_file.content"
    mv "$class_path_file.content" "$class_path_file"
    rm -f "$class_path_file.new"
  fi
  class_path="$here/target/classes:$(cat "$class_path_file")"
}
