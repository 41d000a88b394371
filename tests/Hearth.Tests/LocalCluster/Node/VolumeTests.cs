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
        error.Message.ShouldBe("subPath \"out\" leads out of the volume");
    }

    private static PodObjects Objects() => new()
    {
        ConfigMaps = new Dictionary<string, ConfigMap?> { ["m"] = new() { Data = new Dictionary<string, string> { ["a"] = "1", ["b"] = "2" } } },
        Secrets = new Dictionary<string, Secret?>(),
    };
}
