using System.Text;
using ConsultCluster.Server.Nodes;

namespace ConsultCluster.Server.Hosting;

/// <summary>The node key, and where it came from.</summary>
/// <param name="File">The file that holds it; null when it came from the command line or the environment.</param>
internal sealed record NodeKeySource(NodeKey Key, string? File)
{
    /// <summary>The environment variable that may hold the key: unlike a command line no other user sees it.</summary>
    public const string Variable = "CONSULTCLUSTER_NODE_KEY";

    private const string FileName = "node.key";

    /// <summary>What was given; else the key of the data folder, made at first start.</summary>
    public static NodeKeySource OfControl(ServerOptions options, string data)
    {
        if (Given(options) is { } given)
        {
            return given;
        }

        var path = Path.Combine(data, FileName);
        if (!System.IO.File.Exists(path))
        {
            SecretFile.Write(path, Encoding.ASCII.GetBytes(NodeKey.Create() + "\n"));
        }

        return OfFile(path);
    }

    /// <summary>What was given.</summary>
    public static NodeKeySource OfNode(ServerOptions options) => Given(options) ?? throw new StartupException(
        $"A relay node needs the node key of its control process, which has it in {FileName} of its data folder: set {Variable}, or give --key-file.");

    private static NodeKeySource? Given(ServerOptions options)
    {
        if (options.NodeKey is { } text)
        {
            return new NodeKeySource(Parse(text, "The command line"), null);
        }

        if (options.KeyFile is { } file)
        {
            return OfFile(Path.GetFullPath(file));
        }

        return Environment.GetEnvironmentVariable(Variable) is { Length: > 0 } variable
            ? new NodeKeySource(Parse(variable, Variable), null)
            : null;
    }

    private static NodeKeySource OfFile(string path)
    {
        try
        {
            return new NodeKeySource(Parse(System.IO.File.ReadAllText(path), path), path);
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException or UnauthorizedAccessException)
        {
            throw new StartupException($"The node key cannot be read: {e.Message}", e);
        }
    }

    private static NodeKey Parse(string text, string where) =>
        NodeKey.Parse(text) ?? throw new StartupException($"{where} holds no node key. {NodeKey.Rule}");
}
