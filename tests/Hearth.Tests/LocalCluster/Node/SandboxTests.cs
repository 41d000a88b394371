using Hearth.LocalCluster.Nodes;
using Shouldly;
using Xunit;

namespace Hearth.Tests.LocalCluster.Nodes;

public sealed class SandboxTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("hearth-mounts-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void A_mount_point_that_the_image_lacks_takes_its_folder_apart_and_nothing_is_made_on_the_host()
    {
        Directory.CreateDirectory(Path.Combine(_folder, "spark", "jars"));
        File.WriteAllText(Path.Combine(_folder, "spark", "LICENSE"), "");
        var tree = new MountTree();
        tree.Add("/opt/spark", new Mount(Path.Combine(_folder, "spark"), ReadOnly: true));
        tree.Add("/opt/spark/conf", new Mount("/conf-of-the-pod", ReadOnly: true));
        var arguments = string.Join(' ', tree.Arguments());
        arguments.ShouldContain("--tmpfs /opt/spark ");
        arguments.ShouldContain($"--ro-bind-try {_folder}/spark/jars /opt/spark/jars");
        arguments.ShouldContain($"--ro-bind-try {_folder}/spark/LICENSE /opt/spark/LICENSE");
        arguments.ShouldContain("--ro-bind /conf-of-the-pod /opt/spark/conf");
        Directory.Exists(Path.Combine(_folder, "spark", "conf")).ShouldBeFalse();
    }

    [Fact]
    public void A_mount_point_that_exists_is_mounted_over()
    {
        Directory.CreateDirectory(Path.Combine(_folder, "image", "conf"));
        var tree = new MountTree();
        tree.Add("/opt/spark", new Mount(Path.Combine(_folder, "image"), ReadOnly: true));
        tree.Add("/opt/spark/conf", new Mount("/c", ReadOnly: true));
        string.Join(' ', tree.Arguments()).ShouldContain($"--ro-bind {_folder}/image /opt/spark --ro-bind /c /opt/spark/conf");
    }

    [Fact]
    public void A_mount_point_below_a_link_is_where_the_link_leads()
    {
        Directory.CreateDirectory(Path.Combine(_folder, "root", "run"));
        Directory.CreateSymbolicLink(Path.Combine(_folder, "root", "var"), "run");
        var tree = new MountTree();
        tree.Add("/x", new Mount(Path.Combine(_folder, "root"), ReadOnly: true));
        tree.Add("/x/var/secrets", new Mount("/s", ReadOnly: true));
        string.Join(' ', tree.Arguments()).ShouldContain("--ro-bind /s /x/run/secrets");
    }

    [Fact]
    public void A_path_of_the_container_is_found_on_the_host()
    {
        var tree = new MountTree();
        tree.Add("/opt/spark", new Mount("/home/me/spark", ReadOnly: true));
        tree.Add("/tmp", Mount.Tmpfs);
        tree.OnHost("/opt/spark/bin/x").ShouldBe("/home/me/spark/bin/x");
        tree.OnHost("/usr/bin/env").ShouldBe("/usr/bin/env");
        tree.OnHost("/tmp/x").ShouldBeNull();
    }

    [Theory]
    [InlineData("/opt/spark", "/h/s")]
    [InlineData("/opt/spark/jars/*", "/h/s/jars/*")]
    [InlineData("/opt/spark/conf:/opt/spark/jars", "/h/c:/h/s/jars")]
    [InlineData("local:///opt/spark/x.jar", "local:///h/s/x.jar")]
    [InlineData("-Dx=/opt/spark", "-Dx=/h/s")]
    [InlineData("/opt/sparkle", "/opt/sparkle")]
    [InlineData("/opt/spark-3", "/opt/spark-3")]
    [InlineData("/my/opt/spark", "/my/opt/spark")]
    [InlineData("nothing", "nothing")]
    public void Without_a_sandbox_paths_are_rewritten_at_whole_names(string text, string expected) =>
        new PathRewriting([("/opt/spark", "/h/s"), ("/opt/spark/conf", "/h/c")]).Rewrite(text).ShouldBe(expected);

    [Fact]
    public void A_program_that_is_missing_is_told_as_a_container_runtime_tells_it()
    {
        var error = Should.Throw<ContainerStartException>(() => ExecutablePath.Require("nope", "/", "/bin", path => _folder + path));
        (error.Reason, error.ExitCode).ShouldBe(("StartError", 128));
        error.Message.ShouldContain("exec: \"nope\": executable file not found in $PATH");
    }
}
