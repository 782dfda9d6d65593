using System.Collections.Concurrent;
using ConsultCluster.Deployment.Tests.Scenes;

namespace ConsultCluster.Deployment.Tests.Kubernetes;

/// <summary>What <c>kubectl kustomize</c> makes of one of our folders.</summary>
internal sealed class Manifests
{
    /// <summary>Every folder that is rendered by itself.</summary>
    public static readonly TheoryData<string> Folders = ["base", "relay", "overlays/small", "overlays/regional"];

    /// <summary>Those that are installed.</summary>
    public static readonly TheoryData<string> Overlays = ["overlays/small", "overlays/regional"];

    private static readonly ConcurrentDictionary<string, Task<Manifests>> _rendered = new(StringComparer.Ordinal);

    private Manifests(IReadOnlyList<Yaml> objects) => Objects = objects;

    public IReadOnlyList<Yaml> Objects { get; }

    /// <summary>What the ConfigMap says.</summary>
    public IReadOnlyDictionary<string, string> Settings => Of("ConfigMap").SingleOrDefault()?["data"].Texts ?? new Dictionary<string, string>(StringComparer.Ordinal);

    public IReadOnlyList<Workload> Workloads =>
        [.. Objects.Where(o => o["kind"].Text is "StatefulSet" or "Deployment" or "DaemonSet").Select(o => new Workload(o, Settings))];

    /// <summary>Rendered once for all tests.</summary>
    public static Task<Manifests> OfAsync(string folder) => _rendered.GetOrAdd(folder, RenderAsync);

    public IEnumerable<Yaml> Of(string kind) => Objects.Where(o => o["kind"].Text == kind);

    /// <summary>The workloads whose pods have all these labels.</summary>
    public IReadOnlyList<Workload> Selected(IReadOnlyDictionary<string, string> labels) =>
        [.. Workloads.Where(w => labels.All(label => w.PodLabels.GetValueOrDefault(label.Key) == label.Value))];

    private static async Task<Manifests> RenderAsync(string folder)
    {
        var kubectl = Environment.GetEnvironmentVariable("KUBECTL") is { Length: > 0 } named ? named : "kubectl";
        var result = await Tool.RunAsync(kubectl, ["kustomize", Repository.PathOf("k8s/" + folder)]);
        Assert.True(result.Code == 0, result.Errors);
        return new Manifests(Yaml.Parse(folder, result.Output));
    }
}
