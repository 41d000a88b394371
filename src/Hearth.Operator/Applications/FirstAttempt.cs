using System.Security.Cryptography;
using System.Text;
using Hearth.Spark.Api;

namespace Hearth.Operator.Applications;

/// <summary>The attempt of an application as it was created: it alone may begin before a status tells of it.</summary>
internal static class FirstAttempt
{
    /// <summary>Its id: the same whoever asks, so that an operator that dies before it wrote a status is followed by one that finds what exists.</summary>
    public static string IdOf(SparkApplication application)
    {
        var hash = SHA256.HashData(Encoding.UTF8.GetBytes(application.Metadata.Uid ?? ""));
        // The form of a random UUID, as other attempts have it.
        hash[6] = (byte)((hash[6] & 0x0f) | 0x40);
        hash[8] = (byte)((hash[8] & 0x3f) | 0x80);
        return new Guid(hash.AsSpan(0, 16), bigEndian: true).ToString();
    }

    /// <summary>No status speaks of an attempt, and the spec is as it was created. Another spec is another attempt.</summary>
    public static bool IsNext(SparkApplication application) => application is { Status: null, Metadata.Generation: null or <= 1 };

    /// <summary>It may have begun, no status has told of it, and nobody wants it any more: the spec has changed since.</summary>
    public static bool MayBeLeft(SparkApplication application) => application.Status is null && !IsNext(application);
}
