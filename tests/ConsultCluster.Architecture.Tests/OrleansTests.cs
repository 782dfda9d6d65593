namespace ConsultCluster.Architecture.Tests;

/// <summary>The cluster engine is one adapter among others: the rest of the code does not know that it exists.</summary>
public sealed class OrleansTests
{
    private const string EngineFolder = "src/ConsultCluster.Engine.Orleans/";

    /// <summary>The one file that may choose between engines.</summary>
    private const string CompositionFile = "src/ConsultCluster.Server/Hosting/EngineChoice.cs";

    /// <summary>Projects may say that it is there: as a friend, and as what is built on demand.</summary>
    private static readonly string[] ProjectFiles =
        ["src/ConsultCluster.Engine/ConsultCluster.Engine.csproj", "src/ConsultCluster.Server/ConsultCluster.Server.csproj"];

    [Fact]
    public void Sources_OutsideTheOrleansEngine_DoNotNameOrleans()
    {
        var wrong = Repository.Files("src", ".cs", ".csproj")
            .Where(path => !path.StartsWith(EngineFolder, StringComparison.Ordinal) && path != CompositionFile && !ProjectFiles.Contains(path, StringComparer.Ordinal))
            .SelectMany(path => Repository.Lines(path)
                .Select((line, index) => (line, number: index + 1))
                .Where(l => l.line.Contains("Orleans", StringComparison.OrdinalIgnoreCase))
                .Select(l => $"{path}:{l.number}"));

        Assert.Empty(wrong);
    }

    [Fact]
    public void Assemblies_OutsideTheOrleansEngine_DoNotReferenceOrleans()
    {
        var wrong =
            from assembly in CompiledAssembly.Product
            where assembly.Name != "Engine.Orleans"
            from reference in assembly.Assemblies
            where reference.Contains("Orleans", StringComparison.OrdinalIgnoreCase)
            where (assembly.Name, reference) != ("Server", "ConsultCluster.Engine.Orleans")
            select $"{assembly.Name} -> {reference}";

        Assert.Empty(wrong);
    }
}
