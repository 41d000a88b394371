using System.IO.Compression;
using Hearth.Cli.Commands;
using Hearth.Spark.Configuration;
using Hearth.Spark.Submission;
using Shouldly;
using Xunit;

namespace Hearth.Tests.Cli;

public sealed class SubmitLocalFilesTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("hearth-files-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [InlineData("*.jar,local:///x/*.jar", "{W}/a.jar,{W}/b.jar,local:///x/*.jar")]
    [InlineData("{W}/?.jar#name", "{W}/a.jar#name,{W}/b.jar#name", "resolves ambiguously to multiple files")]
    [InlineData("b*.jar#name", "{W}/b.jar#name")]
    [InlineData("*/deep.jar", "{W}/sub/deep.jar")]
    [InlineData("none*.jar,a.jar", "a.jar", "no file matches none*.jar")]
    [InlineData("sub,a.jar", "a.jar", "no file matches sub")]
    [InlineData("missing.jar", "missing.jar")]
    public void Patterns_become_the_files_that_match(string given, string expected, string? told = null)
    {
        Directory.CreateDirectory(Path.Combine(_folder, "sub"));
        foreach (var name in (string[])["b.jar", "a.jar", "c.txt", "sub/deep.jar"])
            File.WriteAllText(Path.Combine(_folder, name), "");
        var said = new List<SubmissionProblem>();
        var settings = SubmitLocalFiles.Expand([new(SparkKeys.Jars, given.Replace("{W}", _folder, StringComparison.Ordinal), "--jars"), new("spark.my", "*", "--conf")], _folder, said, said);
        settings[0].Value.ShouldBe(expected.Replace("{W}", _folder, StringComparison.Ordinal));
        settings[1].Value.ShouldBe("*");
        string.Join('\n', said).ShouldContain(told ?? "");
        said.Count.ShouldBe(told is null ? 0 : 1);
    }

    [Fact]
    public void The_main_class_comes_from_the_jar()
    {
        using (var jar = ZipFile.Open(Path.Combine(_folder, "app.jar"), ZipArchiveMode.Create))
        {
            using var manifest = new StreamWriter(jar.CreateEntry("META-INF/MANIFEST.MF").Open());
            manifest.Write("Manifest-Version: 1.0\r\nMain-Class: org.example.a.rather.long.pack\r\n age.Main\r\n\r\n");
        }

        SubmitLocalFiles.MainClass("app.jar", _folder).ShouldBe("org.example.a.rather.long.package.Main");
        SubmitLocalFiles.MainClass("local:///app.jar", _folder).ShouldBeNull();
        SubmitLocalFiles.MainClass("missing.jar", _folder).ShouldBeNull();
    }
}
