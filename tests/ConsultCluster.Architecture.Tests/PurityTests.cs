namespace ConsultCluster.Architecture.Tests;

/// <summary>
/// Domain and Media take time, ids and randomness as parameters and touch no network. The analyzer says so while one writes;
/// this reads the same list against the compiled assemblies, where nothing can be suppressed.
/// </summary>
public sealed class PurityTests
{
    private static readonly string[] Pure = ["Domain", "Media"];

    private static readonly (char Kind, string Name)[] Banned =
        [.. Repository.Lines("src/BannedSymbols.txt")
            .Where(line => line.Length > 0)
            .Select(line => line.Split(';')[0])
            .Select(symbol => (symbol[0], symbol[2..].Split('(')[0]))];

    [Fact]
    public void BannedSymbols_AreOfKindsThisTestReads()
    {
        Assert.NotEmpty(Banned);
        Assert.All(Banned, symbol => Assert.Contains(symbol.Kind, "NTPM"));
    }

    [Fact]
    public void PureAssemblies_NamespacesAndTypes_AreNotBanned()
    {
        var wrong =
            from assembly in PureAssemblies()
            from type in assembly.Types
            from symbol in Banned
            where symbol.Kind switch
            {
                'N' => type.StartsWith(symbol.Name + ".", StringComparison.Ordinal),
                'T' => type == symbol.Name || type.StartsWith(symbol.Name + ".", StringComparison.Ordinal),
                _ => false,
            }
            select $"{assembly.Name} uses {type}";

        Assert.Empty(wrong);
    }

    [Fact]
    public void PureAssemblies_Members_AreNotBanned()
    {
        var banned = Banned
            .Where(symbol => symbol.Kind is 'P' or 'M')
            .Select(symbol => symbol.Kind == 'M' ? symbol.Name : Getter(symbol.Name))
            .ToHashSet(StringComparer.Ordinal);
        var wrong =
            from assembly in PureAssemblies()
            from member in assembly.Members
            where banned.Contains(member)
            select $"{assembly.Name} uses {member}";

        Assert.Empty(wrong);
    }

    /// <summary>The reader works: the server does use what the others may not.</summary>
    [Fact]
    public void Server_SameReading_FindsTasks()
    {
        var server = CompiledAssembly.Product.Single(assembly => assembly.Name == "Server");

        Assert.Contains("System.Threading.Tasks.Task", server.Types);
        Assert.Contains(server.Members, member => member.StartsWith("System.Threading.Tasks.Task.", StringComparison.Ordinal));
    }

    private static IEnumerable<CompiledAssembly> PureAssemblies() =>
        CompiledAssembly.Product.Where(assembly => Pure.Contains(assembly.Name, StringComparer.Ordinal));

    private static string Getter(string property)
    {
        var dot = property.LastIndexOf('.');
        return $"{property[..dot]}.get_{property[(dot + 1)..]}";
    }
}
