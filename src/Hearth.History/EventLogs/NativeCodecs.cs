using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace Hearth.History.EventLogs;

/// <summary>The system's libzstd and liblz4. A missing one is an error that says which package has it.</summary>
internal static unsafe partial class NativeCodecs
{
    private const string Zstd = "libzstd.so.1";
    private const string Lz4 = "liblz4.so.1";

    public static int Lz4Decompress(ReadOnlySpan<byte> block, Span<byte> text)
    {
        try
        {
            fixed (byte* source = block)
            fixed (byte* target = text)
                return LZ4_decompress_safe(source, target, block.Length, text.Length);
        }
        catch (DllNotFoundException e)
        {
            throw Missing("lz4", Lz4, "liblz4-1", e);
        }
    }

    public static ZstdDecoder CreateZstd()
    {
        try
        {
            return new ZstdDecoder(ZSTD_createDStream());
        }
        catch (DllNotFoundException e)
        {
            throw Missing("zstd", Zstd, "libzstd1", e);
        }
    }

    private static NotSupportedException Missing(string codec, string library, string package, Exception inner) =>
        new($"reading {codec} event logs needs {library}: install it with 'apt-get install {package}' (Debian, Ubuntu) "
            + $"or your system's package of {codec}", inner);

    public sealed class ZstdDecoder : SafeHandleZeroOrMinusOneIsInvalid
    {
        public ZstdDecoder(nint stream)
            : base(ownsHandle: true) => SetHandle(stream);

        protected override bool ReleaseHandle() => ZSTD_isError(ZSTD_freeDStream(handle)) == 0;
    }

    [StructLayout(LayoutKind.Sequential)]
    public struct Buffer
    {
        public byte* Data;
        public nuint Size;
        public nuint Position;
    }

    [LibraryImport(Lz4)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int LZ4_decompress_safe(byte* source, byte* target, int sourceLength, int targetLength);

    [LibraryImport(Zstd)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial nint ZSTD_createDStream();

    [LibraryImport(Zstd)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial nuint ZSTD_freeDStream(nint stream);

    [LibraryImport(Zstd)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    public static partial nuint ZSTD_decompressStream(ZstdDecoder stream, Buffer* output, Buffer* input);

    [LibraryImport(Zstd)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    public static partial uint ZSTD_isError(nuint code);

    [LibraryImport(Zstd)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    public static partial byte* ZSTD_getErrorName(nuint code);
}
