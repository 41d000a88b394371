using System.Text.Json.Nodes;

namespace Hearth.Cli.State;

/// <summary>The <c>hearth dev</c> of this user that is running, as other commands find it.</summary>
internal sealed record DevInstance(int ProcessId, string Kubeconfig, string Server)
{
    private const string FileName = "instance.json";

    /// <summary>Null where none runs.</summary>
    public static DevInstance? Running(string folder) => FolderLock.IsTaken(folder) ? Read(folder) : null;

    public void Write(string folder)
    {
        var json = new JsonObject { ["pid"] = ProcessId, ["kubeconfig"] = Kubeconfig, ["server"] = Server };
        var path = Path.Combine(folder, FileName);
        File.WriteAllText(path + ".new", json.ToJsonString());
        File.Move(path + ".new", path, overwrite: true);
    }

    public static void Remove(string folder) => File.Delete(Path.Combine(folder, FileName));

    /// <summary>What the instance that holds the folder says of itself; null while it is still starting.</summary>
    public static DevInstance? Read(string folder)
    {
        var path = Path.Combine(folder, FileName);
        if (!File.Exists(path))
            return null;
        try
        {
            var json = JsonNode.Parse(File.ReadAllText(path))!;
            return new DevInstance(json["pid"]!.GetValue<int>(), json["kubeconfig"]!.GetValue<string>(), json["server"]!.GetValue<string>());
        }
        catch (Exception e) when (e is System.Text.Json.JsonException or InvalidOperationException or NullReferenceException or IOException)
        {
            return null;
        }
    }
}
