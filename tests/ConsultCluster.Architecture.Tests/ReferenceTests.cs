using System.Xml.Linq;

namespace ConsultCluster.Architecture.Tests;

/// <summary>References point one way: Server, then adapters, then Domain, Media and Contracts, which do not know each other.</summary>
public sealed class ReferenceTests
{
    /// <summary>Which projects of ours each one may name. The server is the composition and sees everything.</summary>
    private static readonly Dictionary<string, string[]> Allowed = new(StringComparer.Ordinal)
    {
        ["Domain"] = [],
        ["Media"] = [],
        ["Contracts"] = [],
        ["Ports"] = ["Domain"],
        ["Cluster"] = ["Domain", "Ports"],
        ["Storage"] = ["Domain", "Ports"],
        ["Relay"] = ["Domain", "Ports", "Media"],
        ["Server"] = ["Cluster", "Contracts", "Domain", "Ports", "Media", "Relay", "Storage"],
    };

    /// <summary>Written on the base class library alone.</summary>
    private static readonly string[] BaseClassLibraryOnly = ["Domain", "Media", "Contracts"];

    [Fact]
    public void Projects_InSrc_AreAllKnownHere()
    {
        Assert.Equal(Allowed.Keys.Order(StringComparer.Ordinal), ProjectFiles().Select(NameOf).Order(StringComparer.Ordinal));
        Assert.Equal(Allowed.Keys.Order(StringComparer.Ordinal), CompiledAssembly.Product.Select(a => a.Name));
    }

    [Fact]
    public void ProjectFiles_References_StayInsideTheirLayer()
    {
        var wrong =
            from file in ProjectFiles()
            from reference in XDocument.Load(Path.Combine(Repository.Root, file)).Descendants("ProjectReference")
            let target = NameOf(reference.Attribute("Include")!.Value)
            where !Allowed[NameOf(file)].Contains(target, StringComparer.Ordinal)
            select $"{NameOf(file)} -> {target}";

        Assert.Empty(wrong);
    }

    /// <summary>A project sees what its references see; what it really uses is in the compiled assembly.</summary>
    [Fact]
    public void Assemblies_ReferencesToOurs_StayInsideTheirLayer()
    {
        var wrong =
            from assembly in CompiledAssembly.Product
            from reference in assembly.Assemblies
            where reference.StartsWith("ConsultCluster.", StringComparison.Ordinal)
            let target = reference["ConsultCluster.".Length..]
            where !Allowed[assembly.Name].Contains(target, StringComparer.Ordinal)
            select $"{assembly.Name} -> {target}";

        Assert.Empty(wrong);
    }

    [Fact]
    public void PureAssemblies_References_AreTheBaseClassLibrary()
    {
        var wrong =
            from assembly in CompiledAssembly.Product
            where BaseClassLibraryOnly.Contains(assembly.Name, StringComparer.Ordinal)
            from reference in assembly.Assemblies
            where !reference.StartsWith("System.", StringComparison.Ordinal)
            select $"{assembly.Name} -> {reference}";

        Assert.Empty(wrong);
    }

    /// <summary>HTTP and signalling belong to the server; the adapters may only log, and the cluster replaces the listener of its silo's port.</summary>
    [Fact]
    public void Assemblies_OtherThanServer_DoNotKnowAspNetCore()
    {
        var wrong =
            from assembly in CompiledAssembly.Product
            where assembly.Name != "Server"
            from reference in assembly.Assemblies
            where reference.StartsWith("Microsoft.AspNetCore", StringComparison.Ordinal)
            where (assembly.Name, reference) != ("Cluster", "Microsoft.AspNetCore.Connections.Abstractions")
            select $"{assembly.Name} -> {reference}";

        Assert.Empty(wrong);
    }

    private static IReadOnlyList<string> ProjectFiles() => Repository.Files("src", ".csproj");

    private static string NameOf(string projectFile) => Path.GetFileNameWithoutExtension(projectFile)["ConsultCluster.".Length..];
}
