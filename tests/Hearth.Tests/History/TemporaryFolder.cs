namespace Hearth.Tests.History;

/// <summary>A folder of a test's own, removed after it.</summary>
internal sealed class TemporaryFolder : IDisposable
{
    public string Path { get; } = Directory.CreateTempSubdirectory("hearth-").FullName;

    public void Dispose() => Directory.Delete(Path, recursive: true);
}
