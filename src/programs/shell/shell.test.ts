import { expect, test } from 'vitest';
import { testMachine } from '../testing/test-machine.ts';

/** What a text prints on both outputs, and `[status]` when it is not 0. */
function result(text: string, stdin = ''): string {
  const { out, err, status } = testMachine().run(text, { stdin });
  return `${out}${err}${status === 0 ? '' : `[${status}]`}`;
}

test.each([
  ['echo prints its words', 'echo a  b   "c  d"', 'a b c  d\n'],
  ['single quotes keep everything', `echo '$HOME "x" \\n'`, '$HOME "x" \\n\n'],
  ['variables are expanded and split', 'x="a  b"; echo $x; echo "$x"', 'a b\na  b\n'],
  ['a default stands for an unset variable', 'echo ${x:-d} ${x-e}; x=; echo [${x:-d}] [${x-e}]', 'd e\n[d] []\n'],
  ['a default can be assigned', 'echo ${x:=5} $x', '5 5\n'],
  ['an alternative is used when set', 'x=1; echo ${x:+yes} [${y:+no}]', 'yes []\n'],
  ['prefixes and suffixes are removed', 'f=/a/b.tar.gz; echo ${f%.*} ${f%%.*} ${f#*/} ${f##*/}', '/a/b.tar /a/b a/b.tar.gz b.tar.gz\n'],
  ['patterns are replaced', 'x=banana; echo ${x/a/o} ${x//a/o} ${#x}', 'bonana bonono 6\n'],
  ['substrings are cut out', 'x=abcdef; echo ${x:2} ${x:1:3} ${x: -2}', 'cdef bcd ef\n'],
  ['arithmetic follows C', 'x=5; echo $((x*2+1)) $((10/3)) $((10%3)) $((1<<4)) $((x>3&&x<9)) $((x++)) $x', '11 3 1 16 1 5 6\n'],
  ['commands are substituted', 'echo "<$(echo a; echo b)>" `echo c`', '<a\nb> c\n'],
  ['substitutions nest', 'echo $(echo $(echo deep))', 'deep\n'],
  ['pipes keep the order', 'printf "b\\na\\nc\\n" | sort | tr a-z A-Z', 'A\nB\nC\n'],
  ['a pipe ends by its last command', 'false | true; echo $?; true | false; echo $?', '0\n1\n'],
  ['pipefail looks at all stages', 'set -o pipefail; false | true; echo $?', '1\n'],
  ['output goes into files and comes back', 'echo one > f; echo two >> f; cat < f; cat f | wc -l', 'one\ntwo\n2\n'],
  ['errors go where they are sent', 'ls_nothing 2>/dev/null; ls_nothing > out 2>&1; cat out', 'bash: line 1: ls_nothing: command not found\n'],
  ['here-documents expand unless quoted', "x=1\ncat <<EOF\na $x $(echo b)\nEOF\ncat <<'EOF'\na $x\nEOF\ncat <<-EOF\n\t\ttabs\n\tEOF", 'a 1 b\na $x\ntabs\n'],
  ['here-strings are one line', 'cat <<< "a b"', 'a b\n'],
  ['and and or are left to right', 'true && echo a || echo b; false && echo a || echo b', 'a\nb\n'],
  ['if, elif and else', 'for i in 1 2 3; do if [ $i = 1 ]; then echo one; elif test $i -eq 2; then echo two; else echo more; fi; done', 'one\ntwo\nmore\n'],
  ['while reads lines', 'printf "a b\\nc d\\n" | while read x y; do echo "$y $x"; done', 'b a\nd c\n'],
  ['until counts', 'i=0; until [ $i -ge 3 ]; do i=$((i+1)); done; echo $i', '3\n'],
  ['break and continue', 'for i in 1 2 3 4; do [ $i = 2 ] && continue; [ $i = 4 ] && break; echo $i; done', '1\n3\n'],
  ['break leaves several loops', 'for i in 1 2; do for j in a b; do echo $i$j; break 2; done; done', '1a\n'],
  ['case matches patterns', 'for x in apple b1 zzz; do case $x in a*) echo A;; b[0-9]|c) echo B;; *) echo other;; esac; done', 'A\nB\nother\n'],
  ['functions take arguments and return', 'f() { echo "$1-$#"; return 3; }; f a b; echo $?', 'a-2\n3\n'],
  ['local variables stay inside', 'x=1; f() { local x=2; echo $x; }; f; echo $x', '2\n1\n'],
  ['a subshell changes nothing outside', 'x=1; (x=2; cd /; echo $x); echo $x; pwd', '2\n1\n/home/me\n'],
  ['a group does', '{ x=2; cd /tmp; }; echo $x; pwd', '2\n/tmp\n'],
  ['! turns the status', '! true; echo $?; ! false; echo $?', '1\n0\n'],
  ['globs match files in order', 'touch b.txt a.txt c.md; echo *.txt; echo *.none; echo "*.txt"', 'a.txt b.txt\n*.none\n*.txt\n'],
  ['braces make words', 'echo {1..5} {a,b}{x,y} {05..07} {a..c}', '1 2 3 4 5 ax ay bx by 05 06 07 a b c\n'],
  ['tilde is the home', 'echo ~ ~/x', '/home/me /home/me/x\n'],
  ['[[ matches patterns and expressions', '[[ abc == a* ]] && echo yes; [[ abc =~ ^a(.)c$ ]] && echo ${BASH_REMATCH[1]}; [[ -z "" && 2 -gt 1 ]] && echo both', 'yes\nb\nboth\n'],
  ['printf formats', 'printf "%s-%03d|%5.1f|%-4s|%x\\n" a 7 3.14159 b 255', 'a-007|  3.1|b   |ff\n'],
  ['printf uses its format again', 'printf "%s\\n" a b c', 'a\nb\nc\n'],
  ['escaped bytes are UTF-8', String.raw`printf "\346\226\207 \xe6\x9c\xac \u5b57\n"; echo -e "\0346\0226\0207"`, '文 本 字\n文\n'],
  ['arguments are kept whole by "$@"', 'set -- "a b" c; for x in "$@"; do echo "<$x>"; done; echo $#; shift; echo $1', '<a b>\n<c>\n2\nc\n'],
  ['set -e ends at a failure', 'set -e; echo a; false; echo b', 'a\n[1]'],
  ['set -e overlooks conditions', 'set -e; if false; then :; fi; false || true; echo on', 'on\n'],
  ['set -e ends a function within a pipeline and a subshell', 'f() { false; echo no; }; set -e; f | cat; (f) || echo looked at; echo $(false; echo on); (f); echo never', 'no\non\n[1]'],
  ['set -u refuses what is unset', 'set -u; echo $nothing; echo b', 'bash: line 1: nothing: unbound variable\n[127]'],
  ['set -x shows commands', 'set -x; echo "a b"', "a b\n+ echo 'a b'\n"],
  ['an exit trap runs last', "trap 'echo bye' EXIT; echo hi; exit 3", 'hi\nbye\n[3]'],
  ['eval reads again', "x='echo $HOME'; eval $x", '/home/me\n'],
  ['a file is sourced', 'echo "y=7" > lib; . ./lib; echo $y', '7\n'],
  ['commands that are not found are 127', 'nothing-here', 'bash: line 1: nothing-here: command not found\n[127]'],
  ['files that cannot be run are 126', 'echo "echo hi" > s; ./s', 'bash: line 1: ./s: Permission denied\n[126]'],
  ['a directory is no command', '/tmp', 'bash: line 1: /tmp: Is a directory\n[126]'],
  ['the line of a complaint is told', 'true\n\nfoo', 'bash: line 3: foo: command not found\n[127]'],
  ['syntax errors name the token', 'echo a; )', "bash: -c: line 1: syntax error near unexpected token `)'\nbash: -c: line 1: `echo a; )'\n[2]"],
  ['an unfinished command is told', 'if true; then', 'bash: -c: line 2: syntax error: unexpected end of file\n[2]'],
  ['background jobs are waited for', 'sleep 1 & sleep 2 & wait; echo done', 'done\n'],
  ['$! and kill', 'sleep 100 & kill $!; wait $!; echo $?', '143\n'],
  ['sh -c takes a name and arguments', `sh -c 'echo "$0 $1 $#"' name a b`, 'name a 2\n'],
  ['exec replaces the shell', `bash -c 'exec echo gone; echo not'`, 'gone\n'],
  ['command substitution gives its status', 'x=$(exit 4); echo $?', '4\n'],
  ['a variable for one command', 'X=5 env | grep ^X=; echo "[$X]"', 'X=5\n[]\n'],
  ['arrays', 'a=(x "y z" w); echo ${a[1]} ${#a[@]}; for i in "${a[@]}"; do echo "<$i>"; done; a+=(q); echo ${a[3]}', 'y z 3\n<x>\n<y z>\n<w>\nq\n'],
  ['arithmetic commands', 'for ((i=0;i<3;i++)); do echo $i; done; ((i > 2)) && echo big', '0\n1\n2\nbig\n'],
  ['comments are skipped', 'echo a # b\n# c\necho d#e', 'a\nd#e\n'],
  ['read takes standard input', 'read a b; echo "$b $a"', 'two three one\n'],
  ['a redirected loop', 'for i in 1 2; do echo $i; done > f; cat f', '1\n2\n'],
  ['descriptors are duplicated', '{ echo out; echo err >&2; } 2>&1 | sort', 'err\nout\n'],
  ['yes stops by head', 'yes | head -3', 'y\ny\ny\n'],
  ['output of commands as files', 'diff <(echo a; echo b) <(echo a; echo c); cat <(echo x)', '2c2\n< b\n---\n> c\nx\n'],
  ['a file is substituted', 'echo hi > f; echo "<$(< f)>"', '<hi>\n'],
  ['a variable does not grow for ever', 'x=a; while true; do x=$x$x; done', 'bash: line 1: xrealloc: cannot allocate 134217780 bytes\n[2]'],
  ['a program that a signal ended is told of', 'sleep 100 & bash -c \'kill -9 $$; :\'', 'bash: line 1:   102 Killed                  bash -c kill -9 $$; :\n[137]'],
  ['a status above 128 is no signal', 'bash -c "exit 137"', '[137]'],
  ['aliases', "alias hi='echo hello'; hi you", 'hello you\n'],
  ['complete keeps what it is told', "complete -o default -F f k; complete -W 'a b' z; complete; complete -r k; complete -p k; echo $?", "complete -o default -F f k\ncomplete -W 'a b' z\n1\nbash: line 1: complete: k: no completion specification\n"],
  ['type tells', 'type cd; type if; f() { :; }; type f', 'cd is a shell builtin\nif is a shell keyword\nf is a function\n'],
])('%s', (_, text, expected) => {
  expect(result(text, 'one two three\n')).toBe(expected);
});

test('a session keeps directory, variables and functions', () => {
  const machine = testMachine();
  machine.run('cd /tmp; x=1; f() { echo "f $1"; }');
  expect(machine.run('pwd; echo $x; f a').out).toBe('/tmp\n1\nf a\n');
});

test('a session that was left begins anew', () => {
  const machine = testMachine();
  expect(machine.run('x=1; exit 3').status).toBe(3);
  expect(machine.run('echo "[$x]"').out).toBe('[]\n');
});

test('an endless loop lets time pass, and Ctrl-C ends it', () => {
  const machine = testMachine();
  machine.kernel.after(500, () => machine.session.interrupt());
  const { status } = machine.run('while true; do :; done; echo not', { withinMs: 2_000 });
  expect(status).toBe(130);
  expect(machine.kernel.nowMs).toBeGreaterThanOrEqual(500);
});

test('Ctrl-C ends what runs in the foreground, through scripts', () => {
  const machine = testMachine();
  machine.kernel.after(500, () => machine.session.interrupt());
  const { status, out } = machine.run('bash -c "sleep 100; echo no"; echo not', { withinMs: 2_000 });
  expect([status, out]).toEqual([130, '']);
  expect(machine.sandbox.processes.size).toBe(1);
});

test('a fork bomb meets the limit of processes', () => {
  const machine = testMachine();
  const { err } = machine.run('f() { f | f & }; f; sleep 5', { withinMs: 10_000 });
  expect(err).toContain('fork: Resource temporarily unavailable');
  expect(machine.sandbox.processes.size).toBeLessThanOrEqual(1024);
});
