using System.Net;
using Amazon;
using Amazon.Runtime;
using Amazon.S3;
using Amazon.S3.Model;

namespace Hearth.Cli.Commands;

/// <summary>
/// S3 and stores that speak its protocol. Endpoint and credentials are those of <c>spark.hadoop.fs.s3a.*</c>, else the chain of the AWS
/// SDK (environment, profile, web identity, instance). Each request signs the digest of its body, which the server checks.
/// </summary>
internal sealed class UploadToS3 : IUploadStore, IDisposable
{
    private const string Prefix = "spark.hadoop.fs.s3a.";
    private const string DigestKey = "sha256";
    private const long PartSize = 32L << 20;
    private const int Retries = 4;
    private readonly AmazonS3Client _client;

    public UploadToS3(IReadOnlyDictionary<string, string> properties)
    {
        var config = new AmazonS3Config
        {
            MaxErrorRetry = Retries,
            RequestChecksumCalculation = RequestChecksumCalculation.WHEN_REQUIRED,
            ResponseChecksumValidation = ResponseChecksumValidation.WHEN_REQUIRED,
        };
        if (properties.GetValueOrDefault(Prefix + "endpoint") is { Length: > 0 } endpoint)
        {
            var secure = !string.Equals(properties.GetValueOrDefault(Prefix + "connection.ssl.enabled"), "false", StringComparison.OrdinalIgnoreCase);
            config.ServiceURL = endpoint.Contains("://", StringComparison.Ordinal) ? endpoint : $"{(secure ? "https" : "http")}://{endpoint}";
            config.AuthenticationRegion = properties.GetValueOrDefault(Prefix + "endpoint.region") ?? "us-east-1";
        }
        else if (properties.GetValueOrDefault(Prefix + "endpoint.region") is { Length: > 0 } region)
        {
            config.RegionEndpoint = RegionEndpoint.GetBySystemName(region);
        }

        config.ForcePathStyle = string.Equals(properties.GetValueOrDefault(Prefix + "path.style.access"), "true", StringComparison.OrdinalIgnoreCase);
        _client = Credentials(properties) is { } credentials ? new AmazonS3Client(credentials, config) : new AmazonS3Client(config);
    }

    public async Task<bool> PutAsync(string target, FileInfo file, string sha256, IProgress<long> progress, CancellationToken cancellationToken)
    {
        var uri = target[(target.IndexOf("://", StringComparison.Ordinal) + 3)..];
        var (bucket, key) = (uri.Split('/')[0], uri[(uri.IndexOf('/', StringComparison.Ordinal) + 1)..]);
        if (await IsThereAsync(bucket, key, file.Length, sha256, cancellationToken))
            return false;
        if (file.Length <= PartSize)
            await PutWholeAsync(bucket, key, file, sha256, progress, cancellationToken);
        else
            await PutPartsAsync(bucket, key, file, sha256, progress, cancellationToken);
        return true;
    }

    public void Dispose() => _client.Dispose();

    private static AWSCredentials? Credentials(IReadOnlyDictionary<string, string> properties)
    {
        var (access, secret) = (properties.GetValueOrDefault(Prefix + "access.key"), properties.GetValueOrDefault(Prefix + "secret.key"));
        if (string.IsNullOrEmpty(access) || string.IsNullOrEmpty(secret))
            return null;
        return properties.GetValueOrDefault(Prefix + "session.token") is { Length: > 0 } token
            ? new SessionAWSCredentials(access, secret, token)
            : new BasicAWSCredentials(access, secret);
    }

    private async Task<bool> IsThereAsync(string bucket, string key, long length, string sha256, CancellationToken cancellationToken)
    {
        try
        {
            var found = await _client.GetObjectMetadataAsync(new GetObjectMetadataRequest { BucketName = bucket, Key = key }, cancellationToken);
            return found.ContentLength == length && found.Metadata[DigestKey] == sha256;
        }
        catch (AmazonS3Exception e) when (e.StatusCode is HttpStatusCode.NotFound or HttpStatusCode.Forbidden)
        {
            // Forbidden is what a caller who may not list gets for an object that is not there.
            return false;
        }
    }

    private async Task PutWholeAsync(string bucket, string key, FileInfo file, string sha256, IProgress<long> progress, CancellationToken cancellationToken)
    {
        var request = new PutObjectRequest { BucketName = bucket, Key = key, FilePath = file.FullName, UseChunkEncoding = false };
        request.Metadata[DigestKey] = sha256;
        await _client.PutObjectAsync(request, cancellationToken);
        progress.Report(file.Length);
    }

    private async Task PutPartsAsync(string bucket, string key, FileInfo file, string sha256, IProgress<long> progress, CancellationToken cancellationToken)
    {
        var start = new InitiateMultipartUploadRequest { BucketName = bucket, Key = key };
        start.Metadata[DigestKey] = sha256;
        var upload = await _client.InitiateMultipartUploadAsync(start, cancellationToken);
        try
        {
            var parts = new List<PartETag>();
            for (var position = 0L; position < file.Length; position += PartSize)
            {
                var part = new UploadPartRequest
                {
                    BucketName = bucket,
                    Key = key,
                    UploadId = upload.UploadId,
                    PartNumber = parts.Count + 1,
                    FilePath = file.FullName,
                    FilePosition = position,
                    PartSize = Math.Min(PartSize, file.Length - position),
                    UseChunkEncoding = false,
                };
                parts.Add(new PartETag(part.PartNumber!.Value, (await _client.UploadPartAsync(part, cancellationToken)).ETag));
                progress.Report(position + part.PartSize.Value);
            }

            await _client.CompleteMultipartUploadAsync(new CompleteMultipartUploadRequest { BucketName = bucket, Key = key, UploadId = upload.UploadId, PartETags = parts }, cancellationToken);
        }
        catch
        {
            // Parts that nobody completes cost money.
            await _client.AbortMultipartUploadAsync(new AbortMultipartUploadRequest { BucketName = bucket, Key = key, UploadId = upload.UploadId }, CancellationToken.None);
            throw;
        }
    }
}
