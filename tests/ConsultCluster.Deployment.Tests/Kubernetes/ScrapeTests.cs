using System.Text.RegularExpressions;
using ConsultCluster.Deployment.Tests.Scenes;

namespace ConsultCluster.Deployment.Tests.Kubernetes;

/// <summary>What the scrape configuration finds on Kubernetes is the port on which each pod serves its figures.</summary>
public sealed class ScrapeTests
{
    private const string Configuration = "deploy/prometheus/prometheus.yml";
    private const string PodLabel = "__meta_kubernetes_pod_label_";
    private const string PortName = "__meta_kubernetes_pod_container_port_name";

    public static TheoryData<string> Folders => Manifests.Folders;

    /// <summary>Flag, container port and rule: Prometheus keeps one address of each pod, and it is the right one.</summary>
    [Theory]
    [MemberData(nameof(Folders))]
    public async Task Pods_Scraped_AreThoseOfOursAtTheirMetricsPort(string folder)
    {
        var rules = OnKubernetes()["relabel_configs"].Items;
        foreach (var workload in (await Manifests.OfAsync(folder)).Workloads)
        {
            var kept = workload.Container["ports"].Items.Where(port => rules.All(rule => IsKept(rule, workload, port))).ToArray();

            var port = Assert.Single(kept);
            Assert.Equal(("metrics", "TCP"), (port["name"].Text, port["protocol"].Text));
            Assert.Equal(workload.Command.Options.MetricsPort, port["containerPort"].Number);
        }
    }

    /// <summary>The autoscaler's figure is found by namespace and pod.</summary>
    [Fact]
    public void Labels_OfWhatIsScraped_HaveNamespaceAndPod()
    {
        var labels = OnKubernetes()["relabel_configs"].Items.Where(rule => rule["target_label"].Exists).Select(rule => rule["target_label"].Text);

        Assert.Equal(["namespace", "pod"], labels);
    }

    /// <summary>Debian builds its Prometheus without Kubernetes, so a list stands for what finds the pods.</summary>
    [Fact]
    public async Task Configuration_WithTheRulesForPods_IsTakenByPrometheus()
    {
        const string Pods = "  kubernetes_sd_configs:\n  - role: pod\n";
        using var folder = new Folder();
        Assert.Contains(Pods, Text(), StringComparison.Ordinal);
        await File.WriteAllTextAsync(
            Path.Combine(folder.Path, "prometheus.yml"),
            Text().Replace(Pods, "  static_configs:\n  - targets: [192.0.2.1:9464]\n", StringComparison.Ordinal));
        File.Copy(Repository.PathOf("deploy/prometheus/alerts.yml"), Path.Combine(folder.Path, "alerts.yml"));

        var result = await Tool.RunAsync("promtool", ["check", "config", Path.Combine(folder.Path, "prometheus.yml")]);

        Assert.True(result.Code == 0, result.Output + result.Errors);
    }

    /// <summary>Of rules that keep or drop; others keep everything.</summary>
    private static bool IsKept(Yaml rule, Workload workload, Yaml port)
    {
        if (!rule["action"].Exists)
        {
            return true;
        }

        Assert.Equal("keep", rule["action"].Text);
        var value = string.Join(';', rule["source_labels"].Items.Select(label => Label(label.Text, workload, port)));
        return Regex.IsMatch(value, $"^(?:{rule["regex"].Text})$", RegexOptions.ExplicitCapture, TimeSpan.FromSeconds(1));
    }

    private static string Label(string name, Workload workload, Yaml port)
    {
        if (name == PortName)
        {
            return port["name"].Text;
        }

        Assert.StartsWith(PodLabel, name, StringComparison.Ordinal);
        return workload.PodLabels.Single(label => Regex.Replace(label.Key, "[^a-zA-Z0-9_]", "_", RegexOptions.None, TimeSpan.FromSeconds(1)) == name[PodLabel.Length..]).Value;
    }

    private static Yaml OnKubernetes() =>
        Assert.Single(Assert.Single(Yaml.Parse(Configuration, Text()))["scrape_configs"].Items, job => job["kubernetes_sd_configs"].Exists);

    /// <summary>The configuration as on Kubernetes: the list of addresses gone, the part that is commented out in its place.</summary>
    private static string Text()
    {
        var lines = Repository.Text(Configuration).Split('\n');
        var list = Array.FindIndex(lines, line => line.StartsWith("  static_configs:", StringComparison.Ordinal));
        var start = Array.FindIndex(lines, line => line.StartsWith("#  kubernetes_sd_configs:", StringComparison.Ordinal));
        Assert.True(list > 0 && start > list);
        return string.Join('\n', lines[..list].Concat(lines[start..].TakeWhile(line => line.StartsWith('#')).Select(line => line[1..]))) + '\n';
    }

    private sealed class Folder : IDisposable
    {
        public string Path { get; } = Directory.CreateTempSubdirectory("consult-scrape-").FullName;

        public void Dispose() => Directory.Delete(Path, recursive: true);
    }
}
