using System.Buffers.Binary;
using System.Globalization;
using System.Numerics;

namespace Hearth.History.EventLogs;

/// <summary>xxHash, 32 bits: the checksum of lz4-java's blocks and of snapshots' parts.</summary>
internal static class XxHash32
{
    private const uint P1 = 2654435761, P2 = 2246822519, P3 = 3266489917, P4 = 668265263, P5 = 374761393;

    public static uint Compute(ReadOnlySpan<byte> data, uint seed)
    {
        var length = (uint)data.Length;
        uint hash;
        if (data.Length >= 16)
        {
            uint a = seed + P1 + P2, b = seed + P2, c = seed, d = seed - P1;
            while (data.Length >= 16)
            {
                a = Round(a, BinaryPrimitives.ReadUInt32LittleEndian(data));
                b = Round(b, BinaryPrimitives.ReadUInt32LittleEndian(data[4..]));
                c = Round(c, BinaryPrimitives.ReadUInt32LittleEndian(data[8..]));
                d = Round(d, BinaryPrimitives.ReadUInt32LittleEndian(data[12..]));
                data = data[16..];
            }

            hash = BitOperations.RotateLeft(a, 1) + BitOperations.RotateLeft(b, 7) + BitOperations.RotateLeft(c, 12)
                + BitOperations.RotateLeft(d, 18);
        }
        else
        {
            hash = seed + P5;
        }

        hash += length;
        for (; data.Length >= 4; data = data[4..])
            hash = BitOperations.RotateLeft(hash + (BinaryPrimitives.ReadUInt32LittleEndian(data) * P3), 17) * P4;
        foreach (var rest in data)
            hash = BitOperations.RotateLeft(hash + (rest * P5), 11) * P1;
        hash = (hash ^ (hash >> 15)) * P2;
        hash = (hash ^ (hash >> 13)) * P3;
        return hash ^ (hash >> 16);
    }

    /// <summary>
    /// 128 bits in hexadecimal, for names of files that say inside what they are of: it need not withstand who seeks a second text of the same
    /// name. A cryptographic hash would load OpenSSL, 20 ms and 4 MB that a server without TLS and tokens can spare.
    /// </summary>
    public static string Name(ReadOnlySpan<byte> data) => string.Create(CultureInfo.InvariantCulture, $"{Compute(data, 0):x8}{Compute(data, 1):x8}{Compute(data, 2):x8}{Compute(data, 3):x8}");

    private static uint Round(uint lane, uint input) => BitOperations.RotateLeft(lane + (input * P2), 13) * P1;
}
