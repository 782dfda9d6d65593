namespace ConsultCluster.Architecture.Tests;

/// <summary>The cluster engine is one adapter among others: the rest of the code does not know that it exists.</summary>
public sealed class OrleansTests
{
    private const string EngineFolder = "src/ConsultCluster.Engine.Orleans/";

    /// <summary>The one file that may choose between engines.</summary>
    private const string CompositionFile = "src/ConsultCluster.Server/Hosting/EngineChoice.cs";

    [Fact]
    public void Sources_OutsideTheOrleansEngine_DoNotNameOrleans()
    {
        var wrong = Repository.Files("src", ".cs", ".csproj")
            .Where(path => !path.StartsWith(EngineFolder, StringComparison.Ordinal) && path != CompositionFile)
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
            select $"{assembly.Name} -> {reference}";

        Assert.Empty(wrong);
    }
}
