using Hearth.Kube.Core.Objects;

namespace Hearth.LocalCluster.Nodes;

internal static class HostPath
{
    /// <summary>Checks the type that a hostPath volume asks for, or makes it (<c>DirectoryOrCreate</c>, <c>FileOrCreate</c>).</summary>
    public static string Prepare(HostPathVolume volume)
    {
        var path = volume.Path ?? "";
        switch (volume.Type)
        {
            case "DirectoryOrCreate":
                Directory.CreateDirectory(path);
                break;
            case "FileOrCreate" when !File.Exists(path):
                File.Create(path).Dispose();
                break;
            case "Directory" when !Directory.Exists(path):
                throw new MountException($"hostPath type check failed: {path} is not a directory");
            case "File" when !File.Exists(path):
                throw new MountException($"hostPath type check failed: {path} is not a file");
            case "Socket" or "CharDevice" or "BlockDevice" when !Path.Exists(path):
                throw new MountException($"hostPath type check failed: {path} is not a {volume.Type}");
            case null or "" when !Path.Exists(path):
                // As container runtimes do for a bind of something that is not there.
                Directory.CreateDirectory(path);
                break;
        }

        return path;
    }
}
