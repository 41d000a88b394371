using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Hearth.Spark.Submission;

/// <summary>
/// Everything about one submission that Spark takes from the clock or from chance. Given the same identity and configuration, a
/// submission is the same to the byte.
/// </summary>
public sealed record SubmissionIdentity
{
    /// <summary><c>spark-</c> and 32 hexadecimal digits.</summary>
    public required string ApplicationId { get; init; }

    /// <summary>16 hexadecimal digits: the end of the resource name prefix.</summary>
    public required string ResourceId { get; init; }

    /// <summary>16 hexadecimal digits, in the Service's name where the prefix is too long for one.</summary>
    public required string ServiceId { get; init; }

    /// <summary>16 hexadecimal digits, in the name of the driver's ConfigMap.</summary>
    public required string ConfigMapId { get; init; }

    /// <summary>A UUID, in the default local directory.</summary>
    public required string LocalDirectoryId { get; init; }

    /// <summary><c>spark.app.submitTime</c> and the date in the properties file.</summary>
    public required DateTimeOffset Time { get; init; }

    /// <summary>From the id of an attempt: the same id gives the same names, so that creating the objects twice finds the first ones.</summary>
    public static SubmissionIdentity FromAttempt(string attemptId, DateTimeOffset time) => new()
    {
        ApplicationId = "spark-" + Hex(attemptId, "application", 32),
        ResourceId = Hex(attemptId, "resources", 16),
        ServiceId = Hex(attemptId, "service", 16),
        ConfigMapId = Hex(attemptId, "configuration", 16),
        LocalDirectoryId = Uuid(attemptId, "local directory"),
        Time = time,
    };

    /// <summary>A fresh one, from 16 random bytes, in Spark's own shapes: the time is the second half of each 16-digit id.</summary>
    public static SubmissionIdentity FromRandom(ReadOnlySpan<byte> random, DateTimeOffset time)
    {
        var seed = Convert.ToHexStringLower(random);
        var clock = (time.ToUnixTimeMilliseconds() & 0xFFFFFFFFFF).ToString("x10", CultureInfo.InvariantCulture);
        return FromAttempt(seed, time) with
        {
            ResourceId = Hex(seed, "resources", 6) + clock,
            ServiceId = Hex(seed, "service", 6) + clock,
            ConfigMapId = Hex(seed, "configuration", 6) + clock,
        };
    }

    /// <summary>The folder for one uploaded file: the same content of the same name finds the same folder.</summary>
    public static string UploadFolder(string digest, string fileName) => "spark-upload-" + Uuid(digest, fileName);

    private static string Hex(string seed, string purpose, int digits) =>
        Convert.ToHexStringLower(Hash(seed, purpose))[..digits];

    private static string Uuid(string seed, string purpose)
    {
        var hex = Hex(seed, purpose, 32);
        return $"{hex[..8]}-{hex[8..12]}-4{hex[13..16]}-8{hex[17..20]}-{hex[20..]}";
    }

    private static byte[] Hash(string seed, string purpose) => SHA256.HashData(Encoding.UTF8.GetBytes($"{purpose}\n{seed}"));
}
