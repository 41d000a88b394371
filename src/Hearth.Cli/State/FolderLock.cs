using System.Globalization;
using System.Text;

namespace Hearth.Cli.State;

/// <summary>
/// Says that a living process uses a folder: an open, locked file that the system lets go of when the process ends, however it ends.
/// </summary>
internal sealed class FolderLock : IDisposable
{
    private const string FileName = "lock";

    /// <summary>What systems call a lock that another has: EAGAIN of Linux and of macOS, ERROR_SHARING_VIOLATION.</summary>
    private static readonly int[] s_taken = [11, 35, unchecked((int)0x80070020)];

    private readonly FileStream _file;

    private FolderLock(FileStream file) => _file = file;

    /// <summary>Null where another process has it.</summary>
    /// <exception cref="IOException">The disk is full, or the folder cannot be written.</exception>
    public static FolderLock? TryTake(string folder)
    {
        if (TryOpen(folder, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None) is not { } file)
            return null;
        try
        {
            file.SetLength(0);
            file.Write(Encoding.UTF8.GetBytes(System.Environment.ProcessId.ToString(CultureInfo.InvariantCulture)));
            file.Flush();
            return new FolderLock(file);
        }
        catch
        {
            file.Dispose();
            throw;
        }
    }

    /// <summary>Whether a process has it; writes nothing.</summary>
    public static bool IsTaken(string folder)
    {
        try
        {
            using var file = TryOpen(folder, FileMode.Open, FileAccess.Read, FileShare.Read);
            return file is null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }

    public void Dispose() => _file.Dispose();

    private static FileStream? TryOpen(string folder, FileMode mode, FileAccess access, FileShare share)
    {
        try
        {
            return new FileStream(Path.Combine(folder, FileName), mode, access, share);
        }
        catch (IOException e) when (s_taken.Contains(e.HResult))
        {
            return null;
        }
    }
}
