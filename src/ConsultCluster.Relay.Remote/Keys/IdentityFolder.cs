using System.Security.Cryptography;
using System.Text;
using ConsultCluster.Relay.Remote.Hosting;

namespace ConsultCluster.Relay.Remote.Keys;

/// <summary>What a relay node keeps: its own key, and the key of the cluster that it belongs to. Only its own user may read either.</summary>
public sealed class IdentityFolder : IDisposable
{
    private const string KeyFile = "node-identity.key";
    private const string ClusterFile = "cluster.pub";
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    private readonly string _clusterFile;

    private IdentityFolder(string path, IdentityKey key, string? cluster)
    {
        (Path, Key, Cluster) = (path, key, cluster);
        _clusterFile = System.IO.Path.Combine(path, ClusterFile);
    }

    /// <summary>Full path of the folder.</summary>
    public string Path { get; }

    /// <summary>The node's own key.</summary>
    public IdentityKey Key { get; }

    /// <summary>Public key of the cluster that it belongs to; null before its first join.</summary>
    public string? Cluster { get; private set; }

    /// <summary>Opens the folder; makes it, with a new key, at the first start.</summary>
    /// <exception cref="StartupException">It cannot be read or written, or holds something else.</exception>
    public static IdentityFolder Open(string folder)
    {
        var path = System.IO.Path.GetFullPath(folder);
        var file = System.IO.Path.Combine(path, KeyFile);
        try
        {
            if (OperatingSystem.IsWindows())
            {
                Directory.CreateDirectory(path);
            }
            else
            {
                Directory.CreateDirectory(path, OwnerOnly | UnixFileMode.UserExecute);
            }

            if (!File.Exists(file))
            {
                using var made = IdentityKey.Create();
                Write(file, made.Export());
            }

            var cluster = System.IO.Path.Combine(path, ClusterFile);
            return new IdentityFolder(path, IdentityKey.Parse(File.ReadAllBytes(file)), File.Exists(cluster) ? File.ReadAllText(cluster).Trim() : null);
        }
        catch (CryptographicException e)
        {
            throw new StartupException($"{file} is not a relay node's key. Restore it, or delete it and let an administrator enrol the node anew.", e);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new StartupException($"The node's own key cannot be kept in {path}: {e.Message} Name another folder with --identity.", e);
        }
    }

    /// <summary>Remembers the cluster at the first join; nothing happens later.</summary>
    public void Trust(string cluster)
    {
        if (Cluster is null)
        {
            Write(_clusterFile, Encoding.ASCII.GetBytes(cluster + "\n"));
            Cluster = cluster;
        }
    }

    /// <inheritdoc/>
    public void Dispose() => Key.Dispose();

    /// <summary>Whole or not at all.</summary>
    private static void Write(string path, byte[] content)
    {
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = OwnerOnly;
        }

        var draft = $"{path}.{Guid.NewGuid():N}";
        using (var file = new FileStream(draft, options))
        {
            file.Write(content);
            file.Flush(flushToDisk: true);
        }

        File.Move(draft, path, overwrite: true);
    }
}
