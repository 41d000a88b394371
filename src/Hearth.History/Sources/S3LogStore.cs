using Amazon;
using Amazon.Runtime;
using Amazon.S3;
using Amazon.S3.Model;
using Hearth.History.EventLogs;

namespace Hearth.History.Sources;

/// <summary>
/// A prefix of an S3 bucket (or of a compatible store). Credentials come from the usual places: environment, profile, web identity,
/// container or instance role. <c>s3://bucket/prefix?endpoint=http://host:9000&amp;path-style=true&amp;region=eu-west-1&amp;anonymous=true&amp;profile=x</c>.
/// </summary>
internal sealed class S3LogStore : ILogStore, IDisposable
{
    /// <summary>Reading on after a broken connection, from where it broke.</summary>
    private const int MostRetries = 3;

    private readonly AmazonS3Client _client;
    private readonly string _bucket;
    private readonly string _prefix;

    public S3LogStore(string name, S3Location location)
    {
        Name = name;
        (_bucket, _prefix) = (location.Bucket, location.Prefix);
        var config = new AmazonS3Config { ForcePathStyle = location.PathStyle };
        if (location.Endpoint is { } endpoint)
        {
            config.ServiceURL = endpoint;
            config.AuthenticationRegion = location.Region ?? "us-east-1";
        }
        else if (location.Region is { } region)
        {
            config.RegionEndpoint = RegionEndpoint.GetBySystemName(region);
        }

        if (location.Profile is { } profile)
            config.Profile = new Profile(profile);
        _client = location.Anonymous ? new AmazonS3Client(new AnonymousAWSCredentials(), config) : new AmazonS3Client(config);
    }

    public string Name { get; }

    public async Task<List<StoredFile>> ListAsync(string? log, CancellationToken cancellation)
    {
        var files = new List<StoredFile>();
        var request = new ListObjectsV2Request { BucketName = _bucket, Prefix = _prefix + log };
        try
        {
            ListObjectsV2Response page;
            do
            {
                page = await _client.ListObjectsV2Async(request, cancellation);
                foreach (var found in page.S3Objects ?? [])
                    Add(files, found, log);
                request.ContinuationToken = page.NextContinuationToken;
            }
            while (page.IsTruncated == true);
            return files;
        }
        catch (Exception e) when (e is AmazonServiceException or AmazonClientException)
        {
            throw new IOException($"listing s3://{_bucket}/{_prefix} failed: {e.Message}", e);
        }
    }

    public Stream Open(StoredFile file, long offset) => new ObjectStream(this, file, offset);

    public void Dispose() => _client.Dispose();

    private void Add(List<StoredFile> files, S3Object found, string? log)
    {
        var name = found.Key[_prefix.Length..];
        if (name.Length == 0 || name.EndsWith('/') || (log is not null && name != log && !name.StartsWith(log + "/", StringComparison.Ordinal)))
            return;
        files.Add(new StoredFile(name, found.Size ?? 0, found.LastModified is { } time ? new DateTimeOffset(time.ToUniversalTime()) : DateTimeOffset.UnixEpoch));
    }

    /// <summary>An object from an offset on, read as it comes; a broken connection is taken up where it broke.</summary>
    private sealed class ObjectStream(S3LogStore store, StoredFile file, long offset) : ForwardStream
    {
        private GetObjectResponse? _response;
        private long _position = offset;
        private int _failures;

        public override int Read(Span<byte> buffer)
        {
            while (_position < file.Length)
            {
                try
                {
                    _response ??= Get();
                    var read = _response.ResponseStream.Read(buffer);
                    if (read == 0)
                        throw new IOException($"s3://{store._bucket}/{store._prefix}{file.Name} ended before its length");
                    _position += read;
                    _failures = 0;
                    return read;
                }
                catch (Exception e) when (e is IOException and not FileNotFoundException or HttpRequestException && ++_failures <= MostRetries)
                {
                    _response?.Dispose();
                    _response = null;
                }
            }

            return 0;
        }

        protected override void Dispose(bool disposing)
        {
            if (disposing)
                _response?.Dispose();
            base.Dispose(disposing);
        }

        private GetObjectResponse Get()
        {
            // Logs are read by threads of their own, block by block; there is nothing to await for.
            var request = new GetObjectRequest { BucketName = store._bucket, Key = store._prefix + file.Name, ByteRange = new ByteRange(_position, file.Length - 1) };
            try
            {
                return store._client.GetObjectAsync(request, CancellationToken.None).GetAwaiter().GetResult();
            }
            catch (AmazonS3Exception e) when (e.StatusCode == System.Net.HttpStatusCode.NotFound)
            {
                throw new FileNotFoundException(e.Message, file.Name, e);
            }
            catch (Exception e) when (e is AmazonServiceException or AmazonClientException)
            {
                throw new IOException($"reading s3://{store._bucket}/{store._prefix}{file.Name} failed: {e.Message}", e);
            }
        }
    }
}

/// <summary>Where logs are in S3, from a URI.</summary>
internal sealed record S3Location(
    string Bucket, string Prefix, string? Endpoint, string? Region, bool PathStyle, bool Anonymous, string? Profile)
{
    private static readonly string[] s_known = ["endpoint", "region", "path-style", "anonymous", "profile"];

    /// <summary>Null when the text is no such URI; <paramref name="problem"/> says why.</summary>
    public static S3Location? Parse(string text, out string? problem)
    {
        problem = null;
        if (!Uri.TryCreate(text, UriKind.Absolute, out var uri) || uri.Host.Length == 0)
        {
            problem = "it should look like s3://bucket/prefix";
            return null;
        }

        var query = Rest.RestQuery.Parse(uri.Query);
        var unknown = uri.Query.TrimStart('?').Split('&', StringSplitOptions.RemoveEmptyEntries).Select(p => p.Split('=')[0]).Where(p => !s_known.Contains(p)).ToList();
        if (unknown.Count > 0)
        {
            problem = $"unknown setting '{string.Join("', '", unknown)}'; known are {string.Join(", ", s_known)}";
            return null;
        }

        var prefix = Uri.UnescapeDataString(uri.AbsolutePath.Trim('/'));
        var endpoint = query.First("endpoint");
        return new S3Location(
            uri.Host, prefix.Length == 0 ? "" : prefix + "/", endpoint, query.First("region"), query.Flag("path-style", endpoint is not null),
            query.Flag("anonymous", false), query.First("profile"));
    }
}
