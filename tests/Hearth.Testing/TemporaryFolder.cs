namespace Hearth.Testing;

/// <summary>A folder of one test's own, gone after it.</summary>
public sealed class TemporaryFolder : IDisposable
{
    private const int Tries = 20;

    public string Path { get; } = Directory.CreateTempSubdirectory("hearth-test-").FullName;

    public string File(string name) => System.IO.Path.Combine(Path, name);

    public void Dispose() => Delete(Path);

    /// <summary>Processes that are just ending may still write into it: what cannot be deleted is no failure of a test.</summary>
    public static void Delete(string folder)
    {
        for (var attempt = 1; Directory.Exists(folder); attempt++)
        {
            try
            {
                Directory.Delete(folder, recursive: true);
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                if (attempt == Tries)
                    return;
                SpinWait.SpinUntil(() => false, TimeSpan.FromMilliseconds(50));
            }
        }
    }
}
