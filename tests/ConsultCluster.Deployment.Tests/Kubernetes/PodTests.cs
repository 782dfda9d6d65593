namespace ConsultCluster.Deployment.Tests.Kubernetes;

public sealed class PodTests
{
    /// <summary>Over the drain, for the process to say goodbye: the longest of the hosts' own stop times.</summary>
    private const int GoodbyeSeconds = 10;

    public static TheoryData<string> Folders => Manifests.Folders;

    [Theory]
    [MemberData(nameof(Folders))]
    public async Task Render_EveryFolder_HasPodsAndEachObjectOnce(string folder)
    {
        var manifests = await Manifests.OfAsync(folder);

        Assert.NotEmpty(manifests.Workloads);
        Assert.All(manifests.Objects, o => Assert.True(o["kind"].Exists && o["apiVersion"].Exists && o["metadata"]["name"].Exists));
        Assert.All(manifests.Objects.Where(o => o["kind"].Text != "Namespace"), o => Assert.Equal("consultcluster", o["metadata"]["namespace"].Text));
        Assert.Distinct(manifests.Objects.Select(o => $"{o["kind"].Text} {o["metadata"]["name"].Text}"));
    }

    [Theory]
    [MemberData(nameof(Folders))]
    public async Task Pods_RightsAndUser_AreTheLeast(string folder)
    {
        foreach (var workload in (await Manifests.OfAsync(folder)).Workloads)
        {
            var pod = workload.Pod["securityContext"];
            Assert.Equal("true", pod["runAsNonRoot"].Text);
            Assert.NotEqual(0, pod["runAsUser"].Number);
            Assert.Equal("RuntimeDefault", pod["seccompProfile"]["type"].Text);
            Assert.Equal("false", workload.Pod["automountServiceAccountToken"].Text);
            Assert.False(workload.Pod["hostPID"].Exists || workload.Pod["hostIPC"].Exists);
            Assert.DoesNotContain(workload.Pod.All(), piece => piece["hostPath"].Exists);
            Assert.Single(workload.Containers);
            foreach (var context in workload.Containers.Select(container => container["securityContext"]))
            {
                Assert.Equal("true", context["readOnlyRootFilesystem"].Text);
                Assert.Equal("false", context["allowPrivilegeEscalation"].Text);
                Assert.Equal(["ALL"], context["capabilities"]["drop"].Items.Select(item => item.Text));
                Assert.False(context["capabilities"]["add"].Exists || context["privileged"].Exists || context["runAsUser"].Exists || context["runAsNonRoot"].Exists);
            }
        }
    }

    /// <summary>Kubernetes describes each service in variables that begin like ours, which the server would take for settings or refuse.</summary>
    [Theory]
    [MemberData(nameof(Folders))]
    public async Task Pods_ServiceVariables_AreOff(string folder)
    {
        Assert.All((await Manifests.OfAsync(folder)).Workloads, workload => Assert.Equal("false", workload.Pod["enableServiceLinks"].Text));
    }

    [Theory]
    [MemberData(nameof(Folders))]
    public async Task Containers_Resources_AreAskedForAndLimited(string folder)
    {
        foreach (var resources in (await Manifests.OfAsync(folder)).Workloads.Select(workload => workload.Container["resources"]))
        {
            foreach (var name in new[] { "cpu", "memory" })
            {
                var (request, limit) = (Quantity.Parse(resources["requests"][name].Text), Quantity.Parse(resources["limits"][name].Text));
                Assert.InRange(request, double.Epsilon, limit);
            }
        }
    }

    [Theory]
    [MemberData(nameof(Folders))]
    public async Task Containers_Probes_AskPortsThatAreThere(string folder)
    {
        foreach (var workload in (await Manifests.OfAsync(folder)).Workloads)
        {
            var ports = workload.Container["ports"].Items.Select(port => port["name"].Text).ToArray();
            foreach (var (probe, path) in new[] { ("startupProbe", "live"), ("livenessProbe", "live"), ("readinessProbe", workload.Kind == "DaemonSet" ? "ready" : "serving") })
            {
                var get = workload.Container[probe]["httpGet"];
                Assert.Equal($"/health/{path}", get["path"].Text);
                Assert.Contains(get["port"].Text, ports);
                Assert.Equal(workload.Command.Options.Https ? "HTTPS" : string.Empty, get["scheme"].Text);
            }
        }
    }

    [Theory]
    [MemberData(nameof(Folders))]
    public async Task Arguments_EveryPod_AreTakenByTheServer(string folder)
    {
        foreach (var workload in (await Manifests.OfAsync(folder)).Workloads)
        {
            Assert.Empty(workload.Command.Mistakes);
            Assert.NotNull(workload.Command.Options.Node);
            Assert.True(workload.Command.Options.IsPublic);
            Assert.False(workload.Command.Options.Demo);
            Assert.Equal(workload.Kind == "DaemonSet", workload.Command.Join.Count > 0);
        }
    }

    /// <summary>What the flags open is what the manifest names, no more and no less; on the node's network it is the same port outside.</summary>
    [Theory]
    [MemberData(nameof(Folders))]
    public async Task Ports_EveryPod_AreThoseOfItsFlags(string folder)
    {
        foreach (var workload in (await Manifests.OfAsync(folder)).Workloads)
        {
            var named = workload.Container["ports"].Items;
            Assert.Equal(workload.Command.Ports().Order(), named.Select(port => (port["protocol"].Text, port["containerPort"].Number)).Order());
            var isOnTheNode = workload.Pod["hostNetwork"].Text == "true";
            Assert.All(named, port => Assert.Equal(isOnTheNode ? port["containerPort"].Text : string.Empty, port["hostPort"].Text));
            Assert.Equal(workload.Command.Ports().Any(port => port.Protocol == "UDP"), isOnTheNode);
        }
    }

    [Theory]
    [MemberData(nameof(Folders))]
    public async Task Grace_EveryPod_OutlastsItsDrain(string folder)
    {
        foreach (var workload in (await Manifests.OfAsync(folder)).Workloads)
        {
            var command = workload.Container["lifecycle"]["preStop"]["exec"]["command"].Items;
            var before = command.Count == 0 ? 0 : command[^1].Number;
            var drain = (int)workload.Command.Options.Drain.TotalSeconds;
            Assert.True(drain > 0);
            Assert.True(workload.Pod["terminationGracePeriodSeconds"].Number > before + drain + GoodbyeSeconds, workload.Name);
        }
    }

    [Theory]
    [MemberData(nameof(Folders))]
    public async Task Volumes_EveryMount_IsDefinedAndRootStaysReadOnly(string folder)
    {
        foreach (var workload in (await Manifests.OfAsync(folder)).Workloads)
        {
            var volumes = workload.Pod["volumes"].Items.ToDictionary(volume => volume["name"].Text, StringComparer.Ordinal);
            var mounts = workload.Container["volumeMounts"].Items;
            Assert.Equal(volumes.Keys.Order(), mounts.Select(mount => mount["name"].Text).Distinct().Order());
            Assert.Contains("/tmp", mounts.Select(mount => mount["mountPath"].Text));
            Assert.All(mounts.Where(mount => volumes[mount["name"].Text]["secret"].Exists), mount => Assert.Equal("true", mount["readOnly"].Text));
            var options = workload.Command.Options;
            if (options.KeyFile is { } file)
            {
                Assert.Contains(mounts, mount => mount["mountPath"].Text == file);
            }

            if (workload.Kind != "DaemonSet")
            {
                Assert.Contains(mounts, mount => mount["mountPath"].Text == options.Data);
                Assert.Contains(mounts, mount => mount["mountPath"].Text == options.Data + "/data.key");
            }
        }
    }
}
