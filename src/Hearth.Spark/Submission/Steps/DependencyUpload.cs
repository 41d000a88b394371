using Hearth.Spark.Configuration;

namespace Hearth.Spark.Submission.Steps;

/// <summary>Local files that the driver needs: where they go, and the configuration that names them there.</summary>
internal static class DependencyUpload
{
    private const string NoPath = "Please specify spark.kubernetes.file.upload.path property.";

    /// <summary>Rewrites the four lists of dependencies: uploaded files first, then those that were remote already.</summary>
    public static void Rewrite(PodDraft draft)
    {
        foreach (var key in (ReadOnlySpan<string>)[SparkKeys.Jars, SparkKeys.Files, SparkKeys.Archives, SparkKeys.PyFiles])
        {
            var items = JavaText.List(draft.Conf.Text(key));
            var local = items.Where(IsLocal).ToArray();
            if (local.Length == 0)
                continue;
            var uploaded = local.Select(uri => key == SparkKeys.Archives ? RenameArchive(draft, uri) : RenameFile(draft, key, uri));
            draft.Properties[key] = string.Join(',', uploaded.Concat(items.Where(item => !IsLocal(item))));
        }
    }

    /// <summary>True for a path without a scheme and for <c>file:</c>; false for <c>local:</c>, <c>s3a:</c> and <c>spark-internal</c>.</summary>
    public static bool IsLocal(string uri)
    {
        if (uri == "spark-internal")
            return false;
        var colon = uri.IndexOf(':', StringComparison.Ordinal);
        return colon <= 0 || uri.AsSpan(0, colon).ContainsAny("/#") || uri.AsSpan(0, colon).Equals("file", StringComparison.Ordinal);
    }

    /// <summary>The URI of a resource once it is uploaded; remote ones stay as they are.</summary>
    public static string Rename(PodDraft draft, string uri)
    {
        if (!IsLocal(uri))
            return uri;
        if (draft.Conf.Text(SparkKeys.UploadPath) is not { Length: > 0 } path)
        {
            draft.Conf.Problem(SparkKeys.UploadPath, NoPath, $"{uri} lies on this machine: the driver needs it in a place that both can reach, such as s3a://bucket/uploads");
            return uri;
        }

        // The target is the path of the file as it is, not as a URI writes it.
        var file = FileUris.LocalPath(uri) ?? uri;
        var target = $"{path}/{draft.Request.Submitter.UploadFolder(uri)}/{file[(file.LastIndexOf('/') + 1)..]}";
        if (!draft.Uploads.Exists(upload => upload.Source == uri))
            draft.Uploads.Add(new FileUpload(uri, target));
        return target;
    }

    // Spark forgets the name after the # of an uploaded file that is no archive.
    private static string RenameFile(PodDraft draft, string key, string uri)
    {
        var fragment = uri.IndexOf('#', StringComparison.Ordinal);
        if (fragment >= 0)
            draft.Warnings.Add(new(key, $"{uri} is uploaded under its own name: Spark passes over {uri[fragment..]}", "rename the file, or put it into an archive") { Origin = draft.Conf.Conf.Find(key)?.Origin });
        return Rename(draft, fragment < 0 ? uri : uri[..fragment]);
    }

    // The fragment is the name to unpack to, not part of the file. Java's UriBuilder quotes blanks and writes file:/x for file:///x.
    private static string RenameArchive(PodDraft draft, string uri)
    {
        var fragment = uri.IndexOf('#', StringComparison.Ordinal);
        var target = Rename(draft, fragment < 0 ? uri : uri[..fragment]);
        var normal = target.StartsWith("file:///", StringComparison.Ordinal) ? "file:/" + target["file:///".Length..] : target;
        var quoted = FileUris.Quote(normal);
        return fragment < 0 ? quoted : quoted + uri[fragment..];
    }
}
