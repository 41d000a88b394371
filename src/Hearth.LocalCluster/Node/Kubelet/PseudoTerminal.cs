using System.Runtime.InteropServices;
using System.Text;
using Microsoft.Win32.SafeHandles;

namespace Hearth.LocalCluster.Nodes;

/// <summary>A terminal that a program in a container talks to, and this process's end of it.</summary>
internal sealed class PseudoTerminal : IDisposable
{
    private const int ReadWrite = 2;
    // Neither the terminal of this process, nor open in every program that it starts meanwhile (O_NOCTTY, O_CLOEXEC).
    private const int NoControl = 0x100 | 0x80000;
    private const nuint SetWindowSize = 0x5414;
    private readonly SafeFileHandle _own;
    private readonly SafeFileHandle _theirs;

    private PseudoTerminal(SafeFileHandle own, string name)
    {
        (_own, Name) = (own, name);
        // Held open until the program has ended: what it wrote last can still be read.
        _theirs = new(OpenFile(name, ReadWrite | NoControl), ownsHandle: true);
        Stream = new FileStream(own, FileAccess.ReadWrite, bufferSize: 0);
    }

    /// <summary>Such as <c>/dev/pts/3</c>.</summary>
    public string Name { get; }

    /// <summary>What is typed goes in, what is shown comes out.</summary>
    public FileStream Stream { get; }

    /// <summary>Null where this system has none to give.</summary>
    public static PseudoTerminal? Open()
    {
        var descriptor = OpenTerminal(ReadWrite | NoControl);
        if (descriptor < 0)
            return null;
        var own = new SafeFileHandle(descriptor, ownsHandle: true);
        var name = new byte[128];
        if (Grant(descriptor) == 0 && Unlock(descriptor) == 0 && NameOf(descriptor, name, (nuint)name.Length) == 0)
            return new(own, Encoding.UTF8.GetString(name, 0, Array.IndexOf(name, (byte)0)));
        own.Dispose();
        return null;
    }

    /// <summary>The line that runs a command with this terminal as its own.</summary>
    public IReadOnlyList<string> Line(IReadOnlyList<string> command) =>
        ["/bin/sh", "-c", "exec setsid --ctty --wait \"$@\" <>\"$0\" >&0 2>&0", Name, .. command];

    public void Resize(ushort columns, ushort rows)
    {
        var size = new WindowSize { Rows = rows, Columns = columns };
        _ = Control(_own, SetWindowSize, ref size);
    }

    /// <summary>The program has ended: nothing more will be written.</summary>
    public void Close() => _theirs.Dispose();

    public void Dispose()
    {
        _theirs.Dispose();
        Stream.Dispose();
        _own.Dispose();
    }

    [StructLayout(LayoutKind.Sequential)]
    private struct WindowSize
    {
        public ushort Rows;
        public ushort Columns;
        public ushort Width;
        public ushort Height;
    }

    [DllImport("libc", EntryPoint = "posix_openpt")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int OpenTerminal(int flags);

    [DllImport("libc", EntryPoint = "grantpt")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int Grant(int descriptor);

    [DllImport("libc", EntryPoint = "unlockpt")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int Unlock(int descriptor);

    [DllImport("libc", EntryPoint = "ptsname_r")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int NameOf(int descriptor, [Out] byte[] name, nuint length);

    [DllImport("libc", EntryPoint = "open")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int OpenFile([MarshalAs(UnmanagedType.LPUTF8Str)] string path, int flags);

    [DllImport("libc", EntryPoint = "ioctl")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int Control(SafeFileHandle descriptor, nuint request, ref WindowSize size);
}
