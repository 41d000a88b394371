namespace Hearth.ClusterTests.Cel;

/// <summary>Expressions over one object, each giving a text; the real API server shows what they give in the message of a rule.</summary>
internal static class CelCases
{
    public const string Schema = """
        {
          "type": "object",
          "properties": {
            "i": {"type": "integer"}, "n": {"type": "number"}, "s": {"type": "string", "maxLength": 50}, "b": {"type": "boolean"},
            "absent": {"type": "string", "maxLength": 50},
            "ints": {"type": "array", "maxItems": 5, "items": {"type": "integer"}},
            "strs": {"type": "array", "maxItems": 5, "items": {"type": "string", "maxLength": 20}},
            "set": {"type": "array", "maxItems": 5, "items": {"type": "string", "maxLength": 20}, "x-kubernetes-list-type": "set"},
            "set2": {"type": "array", "maxItems": 5, "items": {"type": "string", "maxLength": 20}, "x-kubernetes-list-type": "set"},
            "m": {"type": "object", "maxProperties": 5, "additionalProperties": {"type": "integer"}},
            "ports": {"type": "array", "maxItems": 5, "x-kubernetes-list-type": "map", "x-kubernetes-list-map-keys": ["name"],
              "items": {"type": "object", "required": ["name"], "properties": {"name": {"type": "string", "maxLength": 10}, "port": {"type": "integer"}}}},
            "ports2": {"type": "array", "maxItems": 5, "x-kubernetes-list-type": "map", "x-kubernetes-list-map-keys": ["name"],
              "items": {"type": "object", "required": ["name"], "properties": {"name": {"type": "string", "maxLength": 10}, "port": {"type": "integer"}}}},
            "d": {"type": "string", "format": "duration", "maxLength": 20}, "t": {"type": "string", "format": "date-time", "maxLength": 40},
            "date": {"type": "string", "format": "date", "maxLength": 20}, "bytes": {"type": "string", "format": "byte", "maxLength": 20},
            "ios": {"x-kubernetes-int-or-string": true}, "ios2": {"x-kubernetes-int-or-string": true},
            "foo-bar": {"type": "string", "maxLength": 10}, "namespace": {"type": "string", "maxLength": 10}, "a.b": {"type": "string", "maxLength": 10},
            "x__y": {"type": "string", "maxLength": 10}, "null1": {"type": "string", "nullable": true, "maxLength": 10},
            "nested": {"type": "object", "properties": {"x": {"type": "integer"}, "y": {"type": "string", "maxLength": 20}}},
            "nested2": {"type": "object", "properties": {"x": {"type": "integer"}, "y": {"type": "string", "maxLength": 20}}},
            "emb": {"type": "object", "x-kubernetes-embedded-resource": true, "x-kubernetes-preserve-unknown-fields": true}
          }
        }
        """;

    public const string Value = """
        {"i": 7, "n": 2.5, "s": "Hello wörld", "b": true, "ints": [3, 1, 2], "strs": ["a", "b", "c"], "set": ["x", "y"], "set2": ["y", "x"],
         "m": {"one": 1, "two": 2}, "ports": [{"name": "http", "port": 80}, {"name": "dns", "port": 53}],
         "ports2": [{"name": "dns", "port": 53}, {"name": "http", "port": 80}], "d": "1h30m", "t": "2024-05-06T07:08:09.5Z", "date": "2024-05-06",
         "bytes": "aGk=", "ios": 5, "ios2": "50%", "foo-bar": "fb", "namespace": "ns", "a.b": "ab", "x__y": "xy", "nested": {"x": 1, "y": "yy"},
         "nested2": {"x": 1, "y": "yy"}, "emb": {"apiVersion": "v1", "kind": "Pod", "metadata": {"name": "p"}}}
        """;

    /// <summary>Each is a text.</summary>
    public static IReadOnlyList<string> Texts { get; } =
    [
        "string(self.i)", "string(self.n)", "self.s", "string(self.i + 1)", "string(self.i / 2)", "string(self.i % 4)", "string(-self.i)", "string(-7 / 2)", "string(-7 % 3)",
        "string(self.n * 2.0)", "string(self.n / 0.0)", "string(1.0)", "string(1e30)", "string(0.1 + 0.2)", "string(1e-7)", "string(123456789.0)", "string(1u + 2u)", "string(0xff)",
        "string(size(self.s))", "string(self.s.size())", "string(size(self.ints))", "string(size(self.m))", "string(size(b'abc'))",
        "self.s.lowerAscii()", "self.s.upperAscii()", "self.s.substring(2)", "self.s.substring(2, 8)", "self.s.charAt(7)", "self.s.charAt(11)", "string(self.s.indexOf('l'))",
        "string(self.s.indexOf('l', 3))", "string(self.s.indexOf('l', 4))", "string(self.s.indexOf(''))", "string(self.s.lastIndexOf('l'))", "string(self.s.lastIndexOf('l', 3))", "string(self.s.lastIndexOf(''))",
        "self.s.replace('l', 'L')", "self.s.replace('l', 'L', 1)", "self.s.replace('', '-')", "self.s.replace('l', 'L', 0)", "'%s'.format([self.s.split(' ')])", "'%s'.format([self.s.split('')])", "'%s'.format([self.s.split('l', 2)])",
        "'a,b,c'.split(',', 0).join('|')", "'%s'.format(['a,b,c'.split(',', -1)])", "' x '.trim()", "self.strs.join()", "[].join('x')", "self.strs.join('+')",
        "'%s %d %s'.format(['a', 3, true])", "'%.2f %e'.format([3.14159, 12345.678])", "'%x %X %o %b'.format([255, 255, 8, 5])", "'%s'.format([[1, 2]])", "'%s'.format([{'a': 1}])", "'%d%%'.format([50])", "'%x'.format(['hi'])",
        "'%s'.format([self.n])", "'%s'.format([1.0])", "'%s'.format([timestamp('2024-01-01T00:00:00Z')])", "'%s'.format([duration('90s')])", "'%s'.format([null])",
        "strings.quote('a\"b\\n')", "'abc'.find('[b-c]+')", "'abc'.find('x')", "'%s'.format(['a1b22'.findAll('[0-9]+')])", "'%s'.format(['a1b22'.findAll('[0-9]+', 1)])", "string('abc'.matches('^[a-c]+$'))", "string('abc\\n'.matches('^abc$'))",
        "string('ab1'.matches('\\\\d'))", "string('x_y'.matches('^\\\\w+$'))", "string('é'.matches('\\\\w'))", "string('a'.matches('[[:alpha:]]'))", "string(matches('abc', 'b'))", "string('aXb'.matches('(?i)axb'))",
        "string(self.ints.sum())", "string(self.ints.min())", "string(self.ints.max())", "string(self.ints.isSorted())", "string([1, 2, 2].isSorted())", "string(self.ints.indexOf(2))", "string(self.ints.indexOf(9))", "string([1, 2, 1].lastIndexOf(1))", "string([].sum() == 0)",
        "'%s'.format([self.ints.map(x, x * 2)])", "'%s'.format([self.ints.map(x, x > 1, x)])", "'%s'.format([self.ints.filter(x, x > 1)])", "string(self.ints.all(x, x > 0))", "string(self.ints.exists(x, x == 2))", "string(self.ints.exists_one(x, x > 1))", "string(self.ints.existsOne(x, x == 1))",
        "string(self.m.all(k, self.m[k] > 0))", "string(self.m.exists(k, k == 'two'))", "string('one' in self.m)", "string('three' in self.m)", "string(2 in self.ints)", "string(5 in self.ints)", "string(self.m['one'])", "string(self.m.one)", "string(has(self.m.one))", "string(has(self.m.three))",
        "string(has(self.absent))", "string(has(self.i))", "string(has(self.null1))", "string(has(self.nested.x))", "has(self.absent) ? 'yes' : 'no'",
        "string(self.set == self.set2)", "string(self.ports == self.ports2)", "string(self.nested == self.nested2)", "string(self.nested == self.nested)", "string(self.ports == self.ports)", "string(self.strs == ['a', 'b', 'c'])", "string(self.ints == [3, 1, 2])", "string((self.set + ['x', 'z']).size())", "string((self.ports + self.ports2).size())", "'%s'.format([self.strs + ['d']])",
        "'%s'.format([self.ports.map(p, p.name)])", "string(self.ports[0].port)", "string(self.ports.exists(p, p.name == 'dns' && p.port == 53))",
        "string(self.d)", "string(self.d.getHours())", "string(self.d.getMinutes())", "string(self.d > duration('1h'))", "string(duration('1.5s'))", "string(duration('1h') + duration('1m'))", "string(duration('90m').getSeconds())", "string(duration('1s500ms').getMilliseconds())",
        "string(self.t)", "string(self.t.getFullYear())", "string(self.t.getMonth())", "string(self.t.getDate())", "string(self.t.getDayOfMonth())", "string(self.t.getDayOfWeek())", "string(self.t.getDayOfYear())", "string(self.t.getHours())", "string(self.t.getHours('+02:00'))", "string(self.t.getMilliseconds())",
        "string(self.t + duration('1h'))", "string(self.t - timestamp('2024-05-06T00:00:00Z'))", "string(self.date)", "string(self.date < self.t)", "string(timestamp('2024-01-01T00:00:00+02:00'))", "string(int(timestamp('2024-01-01T00:00:00Z')))", "string(timestamp(0))",
        "string(self.bytes)", "string(self.bytes == b'hi')", "string(bytes('é').size())", "string(b'\\x41')", "string(b'\\303\\251')",
        "string(self.ios == 5)", "string(self.ios2 == '50%')", "string(type(self.ios) == int)", "string(type(self.ios2) == string)", "string(self.ios2.endsWith('%'))", "string(type(1.0) == double)", "string(type(self.strs) == list)", "string(type(null) == null_type)",
        "self.foo__dash__bar", "self.__namespace__", "self.a__dot__b", "self.x__underscores__y", "self.emb.kind", "self.emb.metadata.name", "self.emb.apiVersion",
        "string(self.i > 5 && self.b)", "string(self.i < 5 || self.b)", "string(!self.b)", "string(!!self.b)", "string(self.i != 7)", "string(self.i >= 7)", "string(1 < 2.5)", "string(2u > 1)", "string(1.0 <= 1u)", "string('a' < 'b')", "string(true > false)", "string(b'a' < b'b')",
        "string(false && 1 / 0 == 1)", "string(true || 1 / 0 == 1)", "string(1 / 0 == 1 || true)", "string([0, 1].exists(x, 1 / x == 1))", "string([1, 0].all(x, 1 / x == 2))",
        "string(int('42'))", "string(int(3.9))", "string(int(-3.9))", "string(double('1.5'))", "string(uint('7'))", "string(bool('true'))", "string(int(7u))", "string(double(3))", "string(uint(3))",
        "string(quantity('1.5Gi').isGreaterThan(quantity('1Gi')))", "string(quantity('50k').add(quantity('5')).asInteger())", "string(isQuantity('5x'))", "string(sign(quantity('1').sub(1)))", "string(sign(quantity('-3')))", "string(quantity('50k').compareTo(quantity('50000')))", "string(quantity('500m').isInteger())", "string(quantity('1.5').asApproximateFloat())", "string(quantity('1Ki') == quantity('1024'))", "string(quantity('2').isLessThan(quantity('1900m')))",
        "string(isURL('https://a:80/b?c=d'))", "string(isURL('nope'))", "url('https://example.com:8443/p/a?x=1&x=2&y=%20').getHost()", "url('https://example.com:8443/').getHostname()", "url('https://example.com:8443/').getPort()", "url('https://example.com/').getPort()", "url('https://h/a%20b').getEscapedPath()", "url('https://h').getEscapedPath()", "url('/only/path').getEscapedPath()", "url('/only/path').getScheme()", "url('https://h/?x=1&x=2').getQuery()['x'].join(',')", "url('https://[::1]:80/').getHostname()", "url('https://[::1]:80/').getHost()",
        "string(isIP('10.0.0.1'))", "string(isIP('10.0.0.01'))", "string(isIP('::1'))", "string(isIP('::ffff:1.2.3.4'))", "string(ip('::1').isLoopback())", "string(ip('10.0.0.1').family())", "string(ip('fe80::1').family())", "string(ip.isCanonical('::1'))", "string(ip.isCanonical('0:0:0:0:0:0:0:1'))", "string(ip('169.254.1.1').isLinkLocalUnicast())", "string(ip('8.8.8.8').isGlobalUnicast())", "string(ip('0.0.0.0').isUnspecified())", "string(ip('224.0.0.5').isLinkLocalMulticast())", "string(ip('10.0.0.1'))", "string(ip('10.0.0.1') == ip('10.0.0.1'))",
        "string(cidr('10.0.0.0/8').containsIP('10.1.2.3'))", "string(cidr('10.0.0.0/8').containsIP(ip('11.0.0.1')))", "string(cidr('10.0.0.0/8').containsCIDR('10.1.0.0/16'))", "string(cidr('10.1.2.3/8').masked())", "string(cidr('10.1.2.3/8'))", "string(cidr('10.0.0.0/8').prefixLength())", "string(cidr('10.1.2.3/8').ip())", "string(isCIDR('10.0.0.0/33'))", "string(isCIDR('fd00::/8'))",
        "string(format.dns1123Label().validate('Bad').hasValue())", "string(format.dns1123Label().validate('good').hasValue())", "string(format.named('dns1123Label').hasValue())", "string(format.named('nope').hasValue())", "string(format.uuid().validate('123e4567-e89b-12d3-a456-426614174000').hasValue())", "string(format.labelValue().validate('a b').hasValue())", "string(format.qualifiedName().validate('a/b').hasValue())", "string(format.date().validate('2024-13-01').hasValue())",
        "string(semver('1.2.3').major())", "string(semver('1.2.3').isLessThan(semver('1.10.0')))", "string(isSemver('1.2'))", "string(isSemver('v1.2', true))", "string(semver('1.0.0-rc.1').compareTo(semver('1.0.0')))",
        "string(sets.contains([1, 2, 3], [1, 2]))", "string(sets.intersects([1], [2]))", "string(sets.equivalent([1, 2, 2], [2, 1]))",
        "self.?absent.orValue('none')", "self.?s.orValue('none')", "string(self.?nested.?x.orValue(9))", "string(self.?absent.hasValue())", "string(optional.of(3).value())", "optional.none().orValue('e')", "string(self.?s.optMap(v, size(v)).orValue(0))", "self.m[?'three'].optMap(v, string(v)).orValue('none')", "string([?optional.of(1), ?optional.none()].size())", "string({?'a': optional.none(), 'b': 1}.size())", "optional.ofNonZeroValue('').orValue('zero')", "self.?absent.or(self.?s).value()",
        "string(self.m.map(k, self.m[k]).sum())", "string(self.ints.all(i, v, v > i - 5))", "'%s'.format([self.ints.transformList(i, v, i * v)])", "string(self.m.transformMap(k, v, v + 1)['two'])", "string(self.m.exists(k, v, k == 'one' && v == 1))",
        "string({'a': 1, 'b': 2}['b'])", "string({1: 'x'}[1])", "string([1, 2, 3][1])", "string([[1], [2]][1][0])", "string({'a': {'b': 3}}.a.b)", "r'\\d'", "'a' 'b'", "\"\"\"multi\nline\"\"\"", "'\\u00e9\\t'.trim()", "'\\'q\\''",
        "string(1 == 1.0)", "string(dyn(1) == 1.0)", "string(dyn(1) == 1u)", "string(dyn('a') == 1)", "string(1 in [1.0])", "string(dyn(1) in [1.0])",
        "string(self.nosuch)", "self.i", "string(self.i + 1.0)", "string(self.s + 1)", "string(nosuch)", "string(nosuch(1))", "string(self.s.nosuch())", "string(self.i.x)", "string([1, 'a'])", "string(self.i == 'a')", "self.s +", "string(self.ints.all(x, x))", "string(self.i.all(x, true))", "string(self.s == null)", "string(self.nested == null)", "self.ints.map(x, x)", "string(has(self))", "self.s.matches('(')", "string(self.absent)", "string(self.m['three'])", "string(self.ints[5])", "string(1 / 0)", "string(9223372036854775807 + 1)", "string(int('x'))", "string(self.ios + 'a')", "string(quantity('x').sign())", "for", "string(self.s[0])", "string(self.ints['a'])", "self.b ? 'a' : 1", "string(cel.bind(x, 1, x + 1))", "'x'.format(1)",
    ];

    /// <summary>Each is a condition; most do not hold.</summary>
    public static IReadOnlyList<string> Conditions { get; } =
    [
        "self.i > 7", "self.i >= 7", "self.absent == 'x'", "!has(self.absent)", "self.ints.all(x, x > 1)", "self.m['three'] > 1", "self.ints[3] == 1", "1 / (self.i - 7) == 1", "self.ios > 'a'", "self.ios2 + 1 == 2",
        "self.s.matches('^[a-z]+$')", "self.i", "self.s == 1", "self.strs.exists(x, self.m[x] == 1)", "quantity(self.s).sign() == 1", "duration(self.s) > duration('1s')", "self.ios2.nosuch == 1", "self.i + 9223372036854775807 > 0", "true", "false", "self.ints.isSorted()",
    ];
}
