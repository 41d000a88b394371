using System.Diagnostics;
using System.Globalization;
using System.Numerics;
using System.Text;
using System.Text.Json;
using FsCheck;
using FsCheck.Fluent;
using Hearth.Spark.Configuration;
using Shouldly;
using Xunit;

namespace Hearth.Tests.Spark.Configuration;

public sealed class ConfigurationTests
{
    private static readonly (string Unit, int Power)[] s_units =
        [("", -1), ("b", 0), ("k", 1), ("KB", 1), ("m", 2), ("mB", 2), ("g", 3), ("GB", 3), ("t", 4), ("tb", 4), ("p", 5), ("PB", 5)];

    [Fact]
    public void Sizes_equal_an_independent_reference()
    {
        var cases = from number in Gen.Choose(0, int.MaxValue)
                    from unit in Gen.Elements(s_units)
                    select (number, unit);
        Prop.ForAll(Arb.From(cases), sample =>
        {
            var (number, (unit, power)) = sample;
            var exact = new BigInteger(number) * BigInteger.Pow(1024, power < 0 ? 2 : power);
            var expected = exact / BigInteger.Pow(1024, 2);
            var fits = expected <= long.MaxValue;
            return ByteSize.TryParseMebibytes($"{number}{unit}", binaryUnits: false, out var actual, out _) == fits && (!fits || actual == (long)expected);
        }).Check(Seeded.Cases());
    }

    [Theory]
    [InlineData("1.5g", "Fractional values are not supported")]
    [InlineData("12x", "Invalid suffix")]
    [InlineData("", "Failed to parse byte string")]
    [InlineData("g", "Failed to parse byte string")]
    [InlineData("99999999999999999999", "exceeds Long.MAX_VALUE")]
    [InlineData("9000000000000p", "exceeds Long.MAX_VALUE")]
    public void Sizes_that_are_none_say_why(string text, string reason)
    {
        ByteSize.TryParseMebibytes(text, binaryUnits: false, out _, out var error).ShouldBeFalse();
        error.ShouldContain(reason);
    }

    [Theory]
    [InlineData(0.1, "0.1")]
    [InlineData(1.0, "1.0")]
    [InlineData(0.4, "0.4")]
    [InlineData(12345678.0, "1.2345678E7")]
    [InlineData(0.001, "0.001")]
    [InlineData(0.0001, "1.0E-4")]
    [InlineData(0.00123, "0.00123")]
    [InlineData(9999999.0, "9999999.0")]
    [InlineData(10000000.0, "1.0E7")]
    [InlineData(0.0, "0.0")]
    [InlineData(-2.5, "-2.5")]
    [InlineData(1e21, "1.0E21")]
    [InlineData(123.456, "123.456")]
    public void Numbers_look_as_in_Java(double number, string text) => JavaText.Double(number).ShouldBe(text);

    [Theory]
    [InlineData("30", 30)]
    [InlineData("30s", 30)]
    [InlineData("2min", 120)]
    [InlineData("1h", 3600)]
    [InlineData("1500ms", 1.5)]
    public void Times_are_read(string text, double seconds)
    {
        SparkDuration.TryParseSeconds(text, out var time).ShouldBeTrue();
        time.TotalSeconds.ShouldBe(seconds);
    }

    [Fact]
    public void Properties_text_reads_back_as_it_was()
    {
        Prop.ForAll(Arb.From(Settings()), settings =>
        {
            var read = JavaProperties.Read(JavaProperties.Write(settings, "test", DateTimeOffset.UnixEpoch));
            return read.OrderBy(pair => pair.Key, StringComparer.Ordinal).SequenceEqual(settings.OrderBy(pair => pair.Key, StringComparer.Ordinal));
        }).Check(Seeded.Cases());
    }

    [SkippableFact]
    public void Java_reads_the_properties_text_as_it_was()
    {
        Skip.IfNot(File.Exists("/usr/bin/java") && Java(".", "--list-modules").Any(module => module.StartsWith("jdk.compiler", StringComparison.Ordinal)), "needs a JDK: its java compiles a source file");
        var folder = Directory.CreateTempSubdirectory("hearth-properties-").FullName;
        var samples = Settings().Sample(300, 12).ToArray();
        File.WriteAllText(Path.Combine(folder, "Props.java"), Program);
        for (var i = 0; i < samples.Length; i++)
            File.WriteAllText(Path.Combine(folder, $"{i}.properties"), JavaProperties.Write(samples[i], "line", DateTimeOffset.UnixEpoch), new UTF8Encoding(false));
        var lines = Java(folder, "Props.java", samples.Length.ToString(CultureInfo.InvariantCulture));
        lines.Length.ShouldBe(samples.Length);
        for (var i = 0; i < samples.Length; i++)
            lines[i].ShouldBe(Hex(samples[i]), JsonSerializer.Serialize(samples[i]));
        Directory.Delete(folder, recursive: true);
    }

    [Fact]
    public void Later_settings_win_and_keep_what_they_overrode()
    {
        var conf = SparkConf.From([new("k", "1", "file"), new("k", "2", "--conf"), new("k", "3", "--flag")]);
        conf["k"].ShouldBe("3");
        conf.Find("k")!.Overridden.Select(lost => (lost.Value, lost.Origin)).ShouldBe([("2", "--conf"), ("1", "file")]);
    }

    [Theory]
    [InlineData("a = b", "a", "b")]
    [InlineData("a:b", "a", "b")]
    [InlineData("a b c ", "a", "b c ")]
    [InlineData("  a\\ b=c", "a b", "c")]
    [InlineData("a=one \\\n   two", "a", "one two")]
    [InlineData("a=\\u00e9", "a", "\u00e9")]
    [InlineData("a", "a", "")]
    [InlineData("a==b", "a", "=b")]
    [InlineData("a=x\\", "a", "x")]
    public void Properties_files_are_read_as_Java_does(string text, string key, string value) =>
        JavaProperties.Read(text).ShouldBe([KeyValuePair.Create(key, value)]);

    // Surrogates come in pairs only: half a one is no text that a file can hold.
    private static Gen<Dictionary<string, string>> Settings()
    {
        var character = Gen.Elements(" \t\n\r\f\\=:#!azAZ09.-_\u00e9\u4e16\u0001\u007f\u2028${}\"'".ToCharArray());
        var text = Gen.ListOf(character).Select(letters => string.Concat(letters));
        var key = text.Select(rest => "spark." + rest);
        return Gen.ListOf(Gen.Zip(key, text)).Select(pairs => pairs.DistinctBy(pair => pair.Item1).ToDictionary(pair => pair.Item1, pair => pair.Item2));
    }

    private static string Hex(Dictionary<string, string> settings) => string.Join(',', settings
        .OrderBy(pair => pair.Key, StringComparer.Ordinal)
        .Select(pair => $"{Convert.ToHexStringLower(Encoding.UTF8.GetBytes(pair.Key))}={Convert.ToHexStringLower(Encoding.UTF8.GetBytes(pair.Value))}"));

    private static string[] Java(string folder, params string[] arguments)
    {
        using var java = Process.Start(new ProcessStartInfo("/usr/bin/java", arguments) { WorkingDirectory = folder, RedirectStandardOutput = true, UseShellExecute = false })!;
        var text = java.StandardOutput.ReadToEnd();
        java.WaitForExit();
        java.ExitCode.ShouldBe(0);
        return text.Split('\n')[..^1];
    }

    private const string Program = """
        import java.io.*; import java.nio.charset.StandardCharsets; import java.util.*;
        public class Props {
          static String hex(String s) { var b = new StringBuilder(); for (byte x : s.getBytes(StandardCharsets.UTF_8)) b.append(String.format("%02x", x)); return b.toString(); }
          public static void main(String[] a) throws Exception {
            var out = new PrintStream(new FileOutputStream(FileDescriptor.out), false, "UTF-8");
            for (int i = 0; i < Integer.parseInt(a[0]); i++) {
              var p = new Properties();
              try (var r = new InputStreamReader(new FileInputStream(i + ".properties"), StandardCharsets.UTF_8)) { p.load(r); }
              var line = new ArrayList<String>();
              for (String k : new TreeSet<>(p.stringPropertyNames())) line.add(hex(k) + "=" + hex(p.getProperty(k)));
              out.println(String.join(",", line));
            }
            out.flush();
          }
        }
        """;
}
