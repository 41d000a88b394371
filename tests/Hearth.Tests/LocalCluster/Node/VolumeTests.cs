using Hearth.Kube.Core.Objects;
using Hearth.LocalCluster.Nodes;
using Shouldly;
using Xunit;

namespace Hearth.Tests.LocalCluster.Nodes;

public sealed class VolumeTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("hearth-volumes-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void Chosen_keys_get_their_paths_and_modes()
    {
        var files = VolumeFiles.Of(new ConfigMapVolume { Name = "m", Items = [new() { Key = "b", Path = "sub/b.txt", Mode = 0x100 }], DefaultMode = 0x1A4 }, Objects());
        files.ShouldHaveSingleItem().Path.ShouldBe("sub/b.txt");
        files[0].Mode.ShouldBe(0x100);
    }

    [Theory]
    [InlineData("gone", null, "configmap \"gone\" not found")]
    [InlineData("m", "no", "configmap references non-existent config key: no")]
    public void What_is_missing_is_told(string name, string? key, string message)
    {
        var volume = new ConfigMapVolume { Name = name, Items = key is null ? null : [new() { Key = key, Path = "p" }] };
        Should.Throw<MountException>(() => VolumeFiles.Of(volume, Objects())).Message.ShouldBe(message);
        VolumeFiles.Of(volume with { Optional = true }, Objects()).ShouldBeEmpty();
    }

    [Theory]
    [InlineData("../x")]
    [InlineData("/etc/passwd")]
    [InlineData("a/../../x")]
    public void A_path_that_leads_out_of_the_volume_is_refused(string path) =>
        Should.Throw<MountException>(() => VolumeFiles.Of(new ConfigMapVolume { Name = "m", Items = [new() { Key = "a", Path = path }] }, Objects()));

    [Fact]
    public void New_contents_replace_the_old_ones_at_once()
    {
        VolumeFolder.Write(_folder, [new("a", "1"u8.ToArray(), 0x1A4), new("d/b", "2"u8.ToArray(), 0x1A4)], 1);
        File.ReadAllText(Path.Combine(_folder, "d", "b")).ShouldBe("2");
        VolumeFolder.Write(_folder, [new("a", "3"u8.ToArray(), 0x1A4)], 2);
        File.ReadAllText(Path.Combine(_folder, "a")).ShouldBe("3");
        Path.Exists(Path.Combine(_folder, "d")).ShouldBeFalse();
        new FileInfo(Path.Combine(_folder, "..data")).LinkTarget.ShouldBe("..0000000000000000002");
    }

    [Fact]
    public void A_sub_path_that_a_container_turned_into_a_link_out_is_refused()
    {
        var volume = Directory.CreateDirectory(Path.Combine(_folder, "v")).FullName;
        Directory.CreateSymbolicLink(Path.Combine(volume, "out"), "/etc");
        var container = new Container { Name = "c", VolumeMounts = [new() { Name = "v", MountPath = "/m", SubPath = "out" }] };
        Directory.CreateDirectory(Path.Combine(_folder, "pod", "containers", "c"));
        var error = Should.Throw<ContainerStartException>(() => ContainerMounts.Of(
            container, new() { Name = "i" }, new Dictionary<string, MountedVolume> { ["v"] = new(volume, false) }, new Dictionary<string, string>(), Path.Combine(_folder, "pod"), Path.Combine(_folder, "t")));
        error.Message.ShouldBe("failed to prepare subPath for volumeMount \"v\" of container \"c\"");
    }

    [Theory]
    [InlineData("/abs", null, "error SubPath `/abs` must not be an absolute path")]
    [InlineData("a/../../b", null, "unable to provision SubPath `a/../../b`: must not contain '..'")]
    [InlineData(null, "$(B)/$(A)/$(B)/$(EMPTY)", "missing value for A, B, EMPTY")]
    public void A_sub_path_that_cannot_be_is_told(string? sub, string? expression, string message)
    {
        var container = new Container { Name = "c", VolumeMounts = [new() { Name = "v", MountPath = "/m", SubPath = sub, SubPathExpr = expression }] };
        var error = Should.Throw<ContainerStartException>(() => ContainerMounts.Of(
            container, new() { Name = "i" }, new Dictionary<string, MountedVolume> { ["v"] = new(_folder, false) }, new Dictionary<string, string> { ["EMPTY"] = "" }, Path.Combine(_folder, "pod"), Path.Combine(_folder, "t")));
        (error.Reason, error.Message).ShouldBe(("CreateContainerConfigError", message));
    }

    [Fact]
    public void A_volume_that_shows_what_it_showed_is_left_alone()
    {
        VolumeFolder.Write(_folder, [new("a", "1"u8.ToArray(), 0x1A4), new("d/b", "2"u8.ToArray(), 0x1A4)], 1);
        VolumeFolder.Write(_folder, [new("d/b", "2"u8.ToArray(), 0x1A4), new("a", "1"u8.ToArray(), 0x1A4)], 2);
        new FileInfo(Path.Combine(_folder, "..data")).LinkTarget.ShouldBe("..0000000000000000001");
        VolumeFolder.Write(_folder, [new("d/b", "2"u8.ToArray(), 0x1A4)], 3);
        new FileInfo(Path.Combine(_folder, "..data")).LinkTarget.ShouldBe("..0000000000000000003");
    }

    [Fact]
    public void A_key_that_a_Secret_lacks_is_told_in_the_kubelets_words()
    {
        var objects = Objects() with { Secrets = new Dictionary<string, Secret?> { ["s"] = new() { Data = new Dictionary<string, string> { ["a"] = "" } } } };
        var volume = new SecretVolume { SecretName = "s", Items = [new() { Key = "tls.crt", Path = "p" }] };
        Should.Throw<MountException>(() => VolumeFiles.Of(volume, objects)).Message.ShouldBe("references non-existent secret key: tls.crt");
        Should.Throw<MountException>(() => VolumeFiles.Of(volume with { SecretName = "gone" }, objects)).Message.ShouldBe("secret \"gone\" not found");
    }

    [Theory]
    [InlineData(true, 0b110_100_100)]
    [InlineData(false, 0b110_000_000)]
    public void A_token_belongs_to_the_owner_alone_where_the_volume_has_a_group(bool forEverybody, int mode)
    {
        var projection = new ServiceAccountTokenProjection { Path = "token" };
        var facts = new PodFacts { Pod = new(), PodIP = "", HostIP = "", Allocatable = new Dictionary<string, Hearth.Kube.Core.Quantities.Quantity>() };
        var files = VolumeFiles.Of(new ProjectedVolume { Sources = [new() { ServiceAccountToken = projection }] }, Objects(), facts, new Dictionary<ServiceAccountTokenProjection, string> { [projection] = "t" }, forEverybody);
        files.ShouldHaveSingleItem().Mode.ShouldBe(mode);
    }

    [Theory]
    [InlineData("Directory", "/etc/hostname", "/etc/hostname is not a directory")]
    [InlineData("DirectoryOrCreate", "/etc/hostname", "/etc/hostname is not a directory")]
    [InlineData("File", "/etc", "/etc is not a file")]
    [InlineData("File", "/no-such", "/no-such is not a file")]
    [InlineData("FileOrCreate", "/etc", "/etc is not a file")]
    [InlineData("Socket", "/etc/hostname", "/etc/hostname is not a socket file")]
    [InlineData("CharDevice", "/etc/hostname", "/etc/hostname is not a character device")]
    [InlineData("BlockDevice", "/dev/null", "/dev/null is not a block device")]
    public void A_path_of_the_host_that_is_something_else_is_refused(string type, string path, string message) =>
        Should.Throw<MountException>(() => HostPath.Prepare(new() { Path = path, Type = type })).Message.ShouldBe("hostPath type check failed: " + message);

    [Fact]
    public void A_path_of_the_host_that_is_as_asked_is_taken_or_made()
    {
        foreach (var (type, path) in (ReadOnlySpan<(string, string)>)[("CharDevice", "/dev/null"), ("File", "/etc/hostname"), ("Directory", "/etc"), ("", "/etc")])
            HostPath.Prepare(new() { Path = path, Type = type }).ShouldBe(path);
        using var listener = new System.Net.Sockets.Socket(System.Net.Sockets.AddressFamily.Unix, System.Net.Sockets.SocketType.Stream, System.Net.Sockets.ProtocolType.Unspecified);
        listener.Bind(new System.Net.Sockets.UnixDomainSocketEndPoint(Path.Combine(_folder, "s")));
        HostPath.Prepare(new() { Path = Path.Combine(_folder, "s"), Type = "Socket" }).ShouldEndWith("/s");
        Directory.Exists(HostPath.Prepare(new() { Path = Path.Combine(_folder, "a/b"), Type = "DirectoryOrCreate" })).ShouldBeTrue();
        File.Exists(HostPath.Prepare(new() { Path = Path.Combine(_folder, "a/f"), Type = "FileOrCreate" })).ShouldBeTrue();
    }

    [Fact]
    public void Links_are_followed_within_the_root_that_a_container_sees()
    {
        Directory.CreateDirectory(Path.Combine(_folder, "usr/bin"));
        Directory.CreateDirectory(Path.Combine(_folder, "etc"));
        File.CreateSymbolicLink(Path.Combine(_folder, "bin"), "usr/bin");
        File.CreateSymbolicLink(Path.Combine(_folder, "etc/awk"), "/usr/bin/mawk");
        File.CreateSymbolicLink(Path.Combine(_folder, "usr/bin/awk"), "/etc/awk");
        File.CreateSymbolicLink(Path.Combine(_folder, "usr/bin/round"), "round");
        RootedPath.Resolve(_folder, "/bin/awk").ShouldBe(_folder + "/usr/bin/mawk");
        RootedPath.Resolve(_folder, "/../../etc/./x").ShouldBe(_folder + "/etc/x");
        RootedPath.Resolve(_folder, "/bin/round").ShouldBe(_folder + "/usr/bin/round");
    }

    private static PodObjects Objects() => new()
    {
        ConfigMaps = new Dictionary<string, ConfigMap?> { ["m"] = new() { Data = new Dictionary<string, string> { ["a"] = "1", ["b"] = "2" } } },
        Secrets = new Dictionary<string, Secret?>(),
    };
}
