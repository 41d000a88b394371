using System.Security.Cryptography;
using System.Text;
using Hearth.Spark.Api;

namespace Hearth.Operator.Applications;

/// <summary>The first attempt of an application that no status speaks of yet.</summary>
internal static class FirstAttempt
{
    /// <summary>
    /// Its id: the same whoever asks, so that an operator that dies before it wrote a status is followed by one that finds what exists.
    /// Another spec is another attempt.
    /// </summary>
    public static string IdOf(SparkApplication application)
    {
        var hash = SHA256.HashData(Encoding.UTF8.GetBytes($"{application.Metadata.Uid}/{application.Metadata.Generation ?? 0}"));
        // The form of a random UUID, as other attempts have it.
        hash[6] = (byte)((hash[6] & 0x0f) | 0x40);
        hash[8] = (byte)((hash[8] & 0x3f) | 0x80);
        return new Guid(hash.AsSpan(0, 16), bigEndian: true).ToString();
    }
}
