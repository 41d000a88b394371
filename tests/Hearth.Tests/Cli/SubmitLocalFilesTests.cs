using System.IO.Compression;
using Hearth.Cli.Commands;
using Hearth.Spark.Configuration;
using Shouldly;
using Xunit;

namespace Hearth.Tests.Cli;

public sealed class SubmitLocalFilesTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("hearth-files-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void Patterns_become_the_files_that_match()
    {
        foreach (var name in (string[])["b.jar", "a.jar", "c.txt"])
            File.WriteAllText(Path.Combine(_folder, name), "");
        var settings = SubmitLocalFiles.Expand([new(SparkKeys.Jars, "*.jar,local:///x/*.jar,none*.jar", "--jars"), new("spark.my", "*", "--conf")], _folder);
        settings[0].Value.ShouldBe($"{_folder}/a.jar,{_folder}/b.jar,local:///x/*.jar,none*.jar");
        settings[1].Value.ShouldBe("*");
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
