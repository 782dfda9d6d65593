namespace ConsultCluster.Architecture.Tests;

/// <summary>Orleans is named in the cluster's project and in the server's composition, nowhere else.</summary>
public sealed class OrleansTests
{
    private const string ClusterFolder = "src/ConsultCluster.Cluster/";

    /// <summary>The composition, which also says what of Orleans goes to the log.</summary>
    private const string CompositionFile = "src/ConsultCluster.Server/Hosting/SiloSetup.cs";

    [Fact]
    public void Sources_OutsideTheCluster_DoNotNameOrleans()
    {
        var wrong = Repository.Files("src", ".cs", ".csproj")
            .Where(path => !path.StartsWith(ClusterFolder, StringComparison.Ordinal) && path != CompositionFile)
            .SelectMany(path => Repository.Lines(path)
                .Select((line, index) => (line, number: index + 1))
                .Where(l => l.line.Contains("Orleans", StringComparison.OrdinalIgnoreCase))
                .Select(l => $"{path}:{l.number}"));

        Assert.Empty(wrong);
    }

    /// <summary>The code generator writes a manifest into the server, which has silos; what we write there is read above.</summary>
    [Fact]
    public void Assemblies_OutsideTheCluster_DoNotReferenceOrleans()
    {
        var wrong =
            from assembly in CompiledAssembly.Product
            where assembly.Name is not ("Cluster" or "Server")
            from reference in assembly.Assemblies
            where reference.Contains("Orleans", StringComparison.OrdinalIgnoreCase)
            select $"{assembly.Name} -> {reference}";

        Assert.Empty(wrong);
    }
}
