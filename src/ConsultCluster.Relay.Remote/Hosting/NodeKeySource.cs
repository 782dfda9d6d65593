namespace ConsultCluster.Relay.Remote.Hosting;

/// <summary>The node key and its source.</summary>
/// <param name="File">The file that holds it; null when it came from the command line or the environment.</param>
public sealed record NodeKeySource(NodeKey Key, string? File)
{
    /// <summary>The environment variable that may hold the key. Other users of the machine do not see it, unlike a command line.</summary>
    public const string Variable = "CONSULTCLUSTER_NODE_KEY";

    /// <summary>The file of the key in a control process's data folder.</summary>
    public const string FileName = "node.key";

    /// <summary>The key from the command line, from the named file or from <see cref="Variable"/>, in this order; null when none of them is set.</summary>
    /// <param name="text">The key on the command line.</param>
    /// <param name="file">A file that holds it.</param>
    /// <exception cref="NodeKeyException">The given text is no key, or the file cannot be read.</exception>
    public static NodeKeySource? Given(string? text, string? file)
    {
        if (text is not null)
        {
            return new NodeKeySource(Parse(text, "The command line"), null);
        }

        if (file is not null)
        {
            return FromFile(Path.GetFullPath(file));
        }

        return Environment.GetEnvironmentVariable(Variable) is { Length: > 0 } variable
            ? new NodeKeySource(Parse(variable, Variable), null)
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
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException or UnauthorizedAccessException)
        {
            throw new NodeKeyException($"The node key cannot be read: {e.Message}", e);
        }
    }

    private static NodeKey Parse(string text, string where) =>
        NodeKey.Parse(text) ?? throw new NodeKeyException($"{where} holds no node key. {NodeKey.Rule}");
}
