using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;

namespace ConsultCluster.Architecture.Tests;

/// <summary>What an assembly really uses, read from its metadata: what a pragma in the source hides is still seen here.</summary>
internal sealed class CompiledAssembly
{
    private CompiledAssembly(string name, IReadOnlyList<string> assemblies, IReadOnlyList<string> types, IReadOnlyList<string> members)
    {
        Name = name;
        Assemblies = assemblies;
        Types = types;
        Members = members;
    }

    /// <summary>Without <c>ConsultCluster.</c></summary>
    public string Name { get; }

    /// <summary>Names of the assemblies it refers to.</summary>
    public IReadOnlyList<string> Assemblies { get; }

    /// <summary>Full names of the types it refers to.</summary>
    public IReadOnlyList<string> Types { get; }

    /// <summary>Members it refers to, as <c>Namespace.Type.member</c>.</summary>
    public IReadOnlyList<string> Members { get; }

    /// <summary>Every assembly of ours that the server brings along.</summary>
    public static IReadOnlyList<CompiledAssembly> Product { get; } =
        [.. Directory.EnumerateFiles(AppContext.BaseDirectory, "ConsultCluster.*.dll")
            .Where(path => !path.EndsWith(".Tests.dll", StringComparison.Ordinal))
            .Order(StringComparer.Ordinal)
            .Select(Read)];

    private static CompiledAssembly Read(string path)
    {
        using var file = new PEReader(File.OpenRead(path));
        var metadata = file.GetMetadataReader();
        return new CompiledAssembly(
            Path.GetFileNameWithoutExtension(path)["ConsultCluster.".Length..],
            [.. metadata.AssemblyReferences.Select(handle => metadata.GetString(metadata.GetAssemblyReference(handle).Name))],
            [.. metadata.TypeReferences.Select(handle => FullName(metadata, handle))],
            [.. metadata.MemberReferences.Select(handle => MemberName(metadata, handle)).OfType<string>()]);
    }

    private static string FullName(MetadataReader metadata, TypeReferenceHandle handle)
    {
        var type = metadata.GetTypeReference(handle);
        var name = metadata.GetString(type.Name);
        return type.ResolutionScope.Kind == HandleKind.TypeReference
            ? $"{FullName(metadata, (TypeReferenceHandle)type.ResolutionScope)}.{name}"
            : $"{metadata.GetString(type.Namespace)}.{name}";
    }

    private static string? MemberName(MetadataReader metadata, MemberReferenceHandle handle)
    {
        var member = metadata.GetMemberReference(handle);
        return member.Parent.Kind == HandleKind.TypeReference
            ? $"{FullName(metadata, (TypeReferenceHandle)member.Parent)}.{metadata.GetString(member.Name)}"
            : null;
    }
}
