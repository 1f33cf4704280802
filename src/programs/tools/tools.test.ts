import { expect, test } from 'vitest';
import { testMachine } from '../testing/test-machine.ts';
import { ash } from '../shell/dialect.ts';
import { busyboxTools } from './toolset.ts';

const people = 'name age city\nann 31 oslo\nbob 25 rome\ncid 31 oslo\n';

function result(text: string): string {
  const machine = testMachine();
  machine.disk.write('/home/me/people', people);
  const { out, err, status } = machine.run(text, { stdin: 'from stdin\n' });
  return `${out}${err}${status === 0 ? '' : `[${status}]`}`;
}

test.each([
  ['grep counts', 'grep -c oslo people', '2\n'],
  ['grep numbers and inverts', 'grep -vn o people', '1:name age city\n'],
  ['grep finds nothing', 'grep zzz people', '[1]'],
  ['grep shows only what matches', "grep -oE '[0-9]+' people", '31\n25\n31\n'],
  ['grep shows what is around', 'grep -A1 ann people; grep -B1 bob people; grep -C1 -w bob people | wc -l', 'ann 31 oslo\nbob 25 rome\nann 31 oslo\nbob 25 rome\n3\n'],
  ['grep takes several expressions', 'grep -e ann -e bob people', 'ann 31 oslo\nbob 25 rome\n'],
  ['grep searches directories', 'mkdir d; cp people d/x; grep -rl oslo d; grep -r bob d', 'd/x\nd/x:bob 25 rome\n'],
  ['grep complains', 'grep x nothing', 'grep: nothing: No such file or directory\n[2]'],
  ['sed substitutes', "sed 's/o/0/' people | tail -1; echo aXbX | sed 's/X/-/g'; echo ab | sed -E 's/(a)(b)/\\2\\1/'", 'cid 31 0slo\na-b-\nba\n'],
  ['sed prints ranges', "sed -n '2,3p' people; sed -n '/bob/,$p' people; sed -n '$p' people", 'ann 31 oslo\nbob 25 rome\nbob 25 rome\ncid 31 oslo\ncid 31 oslo\n'],
  ['sed deletes, inserts and quits', "sed -e 1d -e '/bob/d' people; printf 'a\\nb\\n' | sed '1i top' ; printf 'a\\nb\\n' | sed 1q", 'ann 31 oslo\ncid 31 oslo\ntop\na\nb\na\n'],
  ['sed leaves a last line without a line break as it is, and breaks it if more comes', "printf 'a\\nb' | sed s/b/c/; echo; printf a | sed p; echo; printf b | sed '$a end'; printf 'x\\ny' > f; sed -i s/x/z/ f; wc -c < f; printf q > g; sed '' f g; echo; printf a | sed -n '1p;1='", 'a\nc\na\na\nb\nend\n3\nz\ny\nq\na\n1\n'],
  ['sed edits in place', "sed -i 's/ann/eve/; s/31/32/' people; sed -n 2p people", 'eve 32 oslo\n'],
  ['sed groups in basic expressions', "echo 'l 1 x -> y' | sed 's/.* \\([a-z]* ->\\)/\\1/;s|y|/y|'", 'x -> /y\n'],
  ['awk prints fields', "awk '{print $1, $NF}' people", 'name city\nann oslo\nbob rome\ncid oslo\n'],
  ['awk sums and formats', "awk 'NR>1 {s+=$2; n[$3]++} END {printf \"%d %.2f\\n\", s, s/3; for (c in n) print c, n[c]}' people", '87 29.00\noslo 2\nrome 1\n'],
  ['awk takes patterns and separators', "awk -F: -v x=5 '/b/ {print $2 + x}' <<< 'a:1\nb:2'", '7\n'],
  ['awk has functions', "awk 'BEGIN {print toupper(\"ab\"), length(\"abc\"), substr(\"hello\", 2, 3), index(\"abc\", \"c\"), split(\"a,b,c\", p, \",\"), p[2]; s=\"aXa\"; gsub(/a/, \"<&>\", s); print s}'", 'AB 3 ell 3 3 b\n<a>X<a>\n'],
  ['awk compares numbers and text', "printf '10\\n9\\n' | awk '{print ($1 > 9), ($1 > \"9\")}'", '1 0\n0 0\n'],
  ['awk loops and leaves', "awk 'BEGIN {for (i=0;i<3;i++) {if (i==1) continue; print i}; while (j<2) j++; print j; exit 3}'", '0\n2\n2\n[3]'],
  ['sort by number, field and version', "printf '10\\n9\\n1\\n' | sort -n; sort -k2,2n -k1,1r people | head -2; printf 'v1.10\\nv1.9\\n' | sort -V; printf '1K\\n1M\\n5\\n' | sort -h", '1\n9\n10\nname age city\nbob 25 rome\nv1.9\nv1.10\n5\n1K\n1M\n'],
  ['sort and count', 'cut -d" " -f3 people | sort | uniq -c | sort -rn', '      2 oslo\n      1 rome\n      1 city\n'],
  ['uniq tells what is repeated', "printf 'a\\na\\nb\\n' | uniq -d", 'a\n'],
  ['head and tail', 'head -2 people; tail -n 1 people; tail -n +3 people; head -c 4 people; echo; head -n -3 people', 'name age city\nann 31 oslo\ncid 31 oslo\nbob 25 rome\ncid 31 oslo\nname\nname age city\n'],
  ['wc counts', 'wc -l < people; wc people; echo -n abc | wc -c', '4\n 4 12 50 people\n3\n'],
  ['cut takes characters and fields', 'cut -c1-3 people | head -1; echo a:b:c | cut -d: -f2-; echo a:b:c | cut -d: -f1,3', 'nam\nb:c\na:c\n'],
  ['tr translates, deletes and squeezes', "echo hello | tr a-z A-Z; echo hello | tr -d l; echo aabb | tr -s ab; echo 'a b' | tr ' ' '\\n'", 'HELLO\nheo\nab\na\nb\n'],
  ['classes of characters are the same in tr, grep, sed and patterns', "printf 'a\\001b\\tc\\177' | tr -d '[:cntrl:]'; printf 'a b!' | tr -cd '[:graph:]'; printf 'a\\001\\n' | grep -c '[[:cntrl:]]'; echo a-b_c | sed 's/[[:punct:]]/./g'; case ' ' in [[:graph:]]) echo graph;; [[:print:]]) echo print;; esac", 'abcab!1\na.b.c\nprint\n'],
  ['date knows the world', 'date -u; date +%F; date -d @0 +%s; date -u -d "2026-01-01 00:00:00 + 1 day" +%F', 'Thu Jan  1 00:00:00 UTC 2026\n2026-01-01\n0\n2026-01-02\n'],
  ['ls lists', 'mkdir a; touch a/.h a/x; ls a; ls -A a; ls -d a; ls nothing', 'x\n.h\nx\na\nls: cannot access \'nothing\': No such file or directory\n[2]'],
  ['ls shows links', 'ln -s people p; ls -l p | cut -c1-10; ls -l p | sed "s/.* \\([a-z]* ->\\)/\\1/"', 'lrwxrwxrwx\np -> people\n'],
  ['files are copied, moved and removed', 'cp people q; mv q r; ls; rm r; ls; rm nothing', "people\nr\npeople\nrm: cannot remove 'nothing': No such file or directory\n[1]"],
  ['directories are made with parents', 'mkdir -p x/y/z; rmdir x/y/z; mkdir x; find x -type d', "x\nx/y\nmkdir: cannot create directory 'x': File exists\n"],
  ['chmod makes scripts run', 'printf "#!/bin/sh\\necho hi \\$1\\n" > s; chmod +x s; ./s you', 'hi you\n'],
  ['xargs builds commands', 'echo a b c | xargs -n 1 echo x; echo 1 | xargs -I{} echo "<{}>"; printf "" | xargs -r echo no', 'x a\nx b\nx c\n<1>\n'],
  ['tee writes both', 'echo t | tee f; cat f', 't\nt\n'],
  ['timeout ends what takes long', 'timeout 1 sleep 5; echo $?; timeout 5 echo in time', '124\nin time\n'],
  ['seq counts', 'seq 3; seq 2 2 6 | paste -sd,; seq -s " " 3', '1\n2\n3\n2,4,6\n1 2 3\n'],
  ['names of paths', 'basename /a/b.txt .txt; dirname /a/b.txt; dirname x', 'b\n/a\n.\n'],
  ['base64 that ends too early or is none from some place on gives what comes before', 'echo aGVsbG8 | base64 -d; echo " $?"; echo "aGVs!bG8=" | base64 -d; echo " $?"', 'hello 1\nhel 1\nbase64: invalid input\nbase64: invalid input\n'],
  ['base64 both ways', 'echo -n secret | base64; echo c2VjcmV0 | base64 -d', 'c2VjcmV0\nsecret'],
  ['checksums', 'echo -n abc | md5sum; echo -n abc | sha256sum', '900150983cd24fb0d6963f7d28e17f72  -\nba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad  -\n'],
  ['diff tells differences', "printf 'a\\nb\\nc\\n' > 1; printf 'a\\nx\\nc\\nd\\n' > 2; diff 1 2; diff -U1 1 2 | tail -n +3; diff 1 1", '2c2\n< b\n---\n> x\n3a4\n> d\n@@ -1,3 +1,4 @@\n a\n-b\n+x\n c\n+d\n'],
  ['cmp compares', 'cp people q; cmp people q && echo same; echo x >> q; cmp -s people q || echo other', 'same\nother\n'],
  ['tail follows a file', '(sleep 1; echo new >> people) & timeout 3 tail -n 1 -f people', 'cid 31 oslo\nnew\n[124]'],
  ['expr counts and compares', "i=0; while [ $i -lt 3 ]; do i=$(expr $i + 1); done; echo $i; expr 7 / 2 \\* 2; expr 3 \\> 2; expr 3 = 4; echo $?; expr length hello; expr web-12 : 'web-\\([0-9]*\\)'; expr 1 + x", '3\n6\n1\n0\n1\n5\n12\nexpr: non-integer argument\n[2]'],
  ['bytes are shown', "printf 'hi\\tyou\\n' > f; od -c f; od f; od -A x -t x1z f; hexdump -C f; hexdump f; xxd f; xxd -p f", '0000000   h   i  \\t   y   o   u  \\n\n0000007\n0000000 064550 074411 072557 000012\n0000007\n000000 68 69 09 79 6f 75 0a                             >hi.you.<\n000007\n00000000  68 69 09 79 6f 75 0a                              |hi.you.|\n00000007\n0000000 6968 7909 756f 000a\n0000007\n00000000: 6869 0979 6f75 0a                        hi.you.\n686909796f750a\n'],
  ['sudo runs what root may run', 'sudo whoami; sudo -u root echo x; sudo nonesuch', 'root\nx\nsudo: nonesuch: command not found\n[1]'],
  ['ip shows one interface, a way, a table', 'ip addr show eth0; ip -br a; ip r; ip a show x', '2: eth0: <BROADCAST,MULTICAST,UP,LOWER_UP> mtu 1500 qdisc noqueue state UP group default qlen 1000\n    link/ether 0a:58:c0:a8:01:0a brd ff:ff:ff:ff:ff:ff\n    inet 192.168.1.10/16 brd 192.168.255.255 scope global eth0\n       valid_lft forever preferred_lft forever\nlo               UNKNOWN        127.0.0.1/8 \neth0             UP             192.168.1.10/16 \ndefault via 192.168.0.1 dev eth0 \n192.168.0.0/16 dev eth0 proto kernel scope link src 192.168.1.10 \nDevice "x" does not exist.\n[1]'],
  ['mount shows what is mounted', 'mount', '/dev/vda1 on / type ext4 (rw,relatime)\nudev on /dev type devtmpfs (rw,nosuid,relatime)\n'],
  ['packages are looked for where there is no mirror', 'apt-get update; apt-get install -y tree sed; apt-get install -y sed', "Err:1 http://deb.debian.org/debian bookworm InRelease\n  Temporary failure resolving 'deb.debian.org'\nErr:2 http://deb.debian.org/debian bookworm-updates InRelease\n  Temporary failure resolving 'deb.debian.org'\nErr:3 http://deb.debian.org/debian-security bookworm-security InRelease\n  Temporary failure resolving 'deb.debian.org'\nReading package lists... Done\nReading package lists... Done\nBuilding dependency tree... Done\nReading state information... Done\nReading package lists... Done\nBuilding dependency tree... Done\nReading state information... Done\nsed is already the newest version.\n0 upgraded, 0 newly installed, 0 to remove and 0 not upgraded.\nW: Failed to fetch http://deb.debian.org/debian/dists/bookworm/InRelease  Temporary failure resolving 'deb.debian.org'\nW: Failed to fetch http://deb.debian.org/debian/dists/bookworm-updates/InRelease  Temporary failure resolving 'deb.debian.org'\nW: Failed to fetch http://deb.debian.org/debian-security/dists/bookworm-security/InRelease  Temporary failure resolving 'deb.debian.org'\nW: Some index files failed to download. They have been ignored, or old ones used instead.\nE: Unable to locate package tree\n"],
  ['column makes tables', "printf 'a bbb c\\naaaa b c\\n' | column -t", 'a     bbb  c\naaaa  b    c\n'],
  ['pidof and pkill', 'sleep 50 & pidof sleep | wc -w; pkill sleep; wait; pidof sleep', '1\n[1]'],
  ['find finds', 'mkdir -p d/e; touch d/a.txt d/e/b.txt d/c.md; find d -name "*.txt"; find d -maxdepth 1 -type f | wc -l; find d -name "*.md" -exec echo got {} \\;', 'd/a.txt\nd/e/b.txt\n2\ngot d/c.md\n'],
  ['unknown options are refused', 'cat -Z', "cat: invalid option -- 'Z'\nTry 'cat --help' for more information.\n[1]"],
  ['tar carries directories through a pipe', 'mkdir -p d/e x; echo 1 > d/a; echo 2 > d/e/b; tar cf - d | tar xf - -C x; cat x/d/a x/d/e/b; tar cf t.tar d; tar tf t.tar', '1\n2\nd/\nd/a\nd/e/\nd/e/b\n'],
  ['who and where', 'whoami; id -u; hostname; uname -s', 'root\n0\nworkstation\nLinux\n'],
  ['curl tells that nobody is there', 'curl -s -o /dev/null -w "%{http_code}\\n" http://192.168.1.10:81/; echo $?; curl nowhere.invalid; echo $?', '000\n7\n6\ncurl: (6) Could not resolve host: nowhere.invalid\n'],
])('%s', (_, text, expected) => {
  expect(result(text)).toBe(expected);
});

test('busybox says it its own way', () => {
  const machine = testMachine({ programs: busyboxTools, dialect: ash });
  const said = (text: string): string => {
    const { out, err, status } = machine.run(text);
    return `${out}${err}[${status}]`;
  };
  expect(said('cat /nothing')).toBe("cat: can't open '/nothing': No such file or directory\n[1]");
  expect(said('ls /nothing')).toBe('ls: /nothing: No such file or directory\n[1]');
  expect(said('nothing')).toBe('sh: nothing: not found\n[127]');
  expect(said('echo x > /no/where')).toBe("sh: can't create /no/where: nonexistent directory\n[1]");
  expect(said('ping -c 1 nobody')).toBe("ping: bad address 'nobody'\n[1]");
  expect(said('wget -qO- http://192.168.1.10:81/')).toBe("wget: can't connect to remote host (192.168.1.10): Connection refused\n[1]");
  expect(said('mkdir /w; echo hi > /w/index.html; httpd -p 8080 -h /w; wget -qO- http://127.0.0.1:8080; wget -qO- http://127.0.0.1:8080/no; httpd -p 8080'))
    .toBe('hi\nwget: server returned error: HTTP/1.1 404 Not Found\nhttpd: bind: Address already in use\n[1]');
  expect(said('httpd -h /nowhere')).toBe("httpd: can't change directory to '/nowhere': No such file or directory\n[1]");
  expect(said('ps -o pid,args | head -1')).toBe('PID   COMMAND\n[0]');
});
