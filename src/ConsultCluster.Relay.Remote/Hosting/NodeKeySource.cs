namespace ConsultCluster.Relay.Remote.Hosting;

/// <summary>The node key and its source.</summary>
/// <param name="File">The file that holds it; null when it came from the command line or the environment.</param>
public sealed record NodeKeySource(NodeKey Key, string? File)
{
    /// <summary>The environment variable of the key. Other users of the machine do not see it, unlike a command line.</summary>
    public const string Variable = "CONSULTCLUSTER_NODE_KEY";

    /// <summary>The file of the key in a control process's data folder.</summary>
    public const string FileName = "node.key";

    /// <summary>How nodes that a node key enrolled are noted, before the key's id.</summary>
    public const string ViaPrefix = "key:";

    /// <summary>How nodes that this key enrolled are noted.</summary>
    public string Via => ViaPrefix + Key.Id;

    /// <summary>The given key; null when neither is given.</summary>
    /// <param name="text">The key.</param>
    /// <param name="file">The file that holds it; read where there is no text.</param>
    /// <exception cref="NodeKeyException">The given text is no key, or the file cannot be read.</exception>
    public static NodeKeySource? Given(string? text, string? file)
    {
        var path = file is null ? null : Path.GetFullPath(file);
        return text is not null ? new NodeKeySource(Parse(text, path ?? "The setting NodeKey"), path)
            : path is not null ? FromFile(path)
            : null;
    }

    /// <summary>The key in a file.</summary>
    /// <exception cref="NodeKeyException">The file cannot be read or holds no key.</exception>
    public static NodeKeySource FromFile(string path)
    {
        try
        {
            return new NodeKeySource(Parse(System.IO.File.ReadAllText(path), path), path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new NodeKeyException($"The node key cannot be read: {e.Message}", e);
        }
    }

    private static NodeKey Parse(string text, string where) =>
        NodeKey.Parse(text) ?? throw new NodeKeyException($"{where} holds no node key. {NodeKey.Rule}");
}
