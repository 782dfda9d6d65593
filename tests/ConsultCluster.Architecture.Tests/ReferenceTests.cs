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
        ["Relay.Remote"] = ["Contracts", "Domain", "Ports", "Relay"],
        ["RelayNode"] = ["Contracts", "Domain", "Ports", "Relay", "Relay.Remote"],
        ["Server"] = ["Cluster", "Contracts", "Domain", "Ports", "Media", "Relay", "Relay.Remote", "Storage"],
    };

    /// <summary>Written on the base class library alone.</summary>
    private static readonly string[] BaseClassLibraryOnly = ["Domain", "Media", "Contracts"];

    /// <summary>Hosts of HTTP endpoints. The node link is a WebSocket and its end in Relay.Remote maps one.</summary>
    private static readonly string[] AspNetCore = ["Server", "Relay.Remote", "RelayNode"];

    /// <summary>What a relay-only process must not bring along: it may stand in a DMZ, without database, groups or web app.</summary>
    private static readonly string[] NotForRelayNodes =
        ["ConsultCluster.Server", "ConsultCluster.Storage", "ConsultCluster.Cluster", "Orleans", "Sqlite", "SQLite", "Npgsql"];

    [Fact]
    public void Projects_InSrc_AreAllKnownHere()
    {
        Assert.Equal(Allowed.Keys.Order(StringComparer.Ordinal), ProjectFiles().Select(NameOf).Order(StringComparer.Ordinal));
        Assert.Equal(Allowed.Keys.Order(StringComparer.Ordinal), CompiledAssembly.Product.Select(a => a.Name).Order(StringComparer.Ordinal));
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

    /// <summary>HTTP belongs to the server and to both ends of the node link; the other adapters may only log, and the cluster replaces the listener of its silo's port.</summary>
    [Fact]
    public void Assemblies_WithoutEndpoints_DoNotKnowAspNetCore()
    {
        var wrong =
            from assembly in CompiledAssembly.Product
            where !AspNetCore.Contains(assembly.Name, StringComparer.Ordinal)
            from reference in assembly.Assemblies
            where reference.StartsWith("Microsoft.AspNetCore", StringComparison.Ordinal)
            where (assembly.Name, reference) != ("Cluster", "Microsoft.AspNetCore.Connections.Abstractions")
            select $"{assembly.Name} -> {reference}";

        Assert.Empty(wrong);
    }

    /// <summary>Read from the program's own output folder, built in the configuration of these tests, and from its dependency manifest.</summary>
    [Fact]
    public void RelayNode_Output_HasNeitherServerNorStorageNorCluster()
    {
        var framework = new DirectoryInfo(AppContext.BaseDirectory);
        var output = Path.Combine(Repository.Root, "src", "ConsultCluster.RelayNode", "bin", framework.Parent!.Name, framework.Name);
        var files = Directory.EnumerateFiles(output, "*", SearchOption.AllDirectories).Select(path => Path.GetRelativePath(output, path)).ToArray();
        var manifest = File.ReadAllText(Path.Combine(output, "ConsultCluster.RelayNode.deps.json"));

        Assert.Contains("ConsultCluster.RelayNode.dll", files);
        Assert.Contains("ConsultCluster.Relay.Remote.dll", files);
        Assert.DoesNotContain(files, file => NotForRelayNodes.Any(name => file.Contains(name, StringComparison.OrdinalIgnoreCase)));
        Assert.DoesNotContain(files, file => file.StartsWith("wwwroot", StringComparison.Ordinal));
        Assert.All(NotForRelayNodes, name => Assert.DoesNotContain(name, manifest, StringComparison.OrdinalIgnoreCase));
    }

    private static IReadOnlyList<string> ProjectFiles() => Repository.Files("src", ".csproj");

    private static string NameOf(string projectFile) => Path.GetFileNameWithoutExtension(projectFile)["ConsultCluster.".Length..];
}
