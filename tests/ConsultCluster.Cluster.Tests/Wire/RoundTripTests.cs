using ConsultCluster.Cluster.Events;
using ConsultCluster.Ports.Stores;
using System.Reflection;
using ConsultCluster.Cluster.Admin;
using ConsultCluster.Cluster.Groups;
using ConsultCluster.Cluster.Wire;
using ConsultCluster.Domain;
using ConsultCluster.Domain.Groups;
using ConsultCluster.Domain.Groups.Events;
using Microsoft.Extensions.DependencyInjection;
using Orleans.Serialization;

namespace ConsultCluster.Cluster.Tests.Wire;

/// <summary>Whatever a group and its callers say to each other arrives as it was sent, whoever adds to it.</summary>
public sealed class RoundTripTests : IDisposable
{
    private readonly ServiceProvider _services;

    public RoundTripTests()
    {
        var services = new ServiceCollection();
        services.AddSerializer();
        DomainJson.Add(services);
        _services = services.BuildServiceProvider();
    }

    /// <summary>Every event there is, by reflection: a new one is tested by existing.</summary>
    public static TheoryData<string> Events => [.. typeof(GroupEvent).Assembly.GetTypes()
        .Where(type => type.IsSubclassOf(typeof(GroupEvent)) && !type.IsAbstract)
        .Select(type => type.AssemblyQualifiedName!)];

    /// <summary>Every argument and answer of the grains.</summary>
    public static TheoryData<string> Messages => [.. new[] { typeof(IConsultationGroupGrain), typeof(IClusterAdminGrain), typeof(ISiloGroupsService) }
        .SelectMany(grain => grain.GetMethods())
        .SelectMany(method => method.GetParameters().Select(p => p.ParameterType).Append(method.ReturnType.GetGenericArguments()[0]))
        .Where(type => !type.Equals(typeof(IGroupEventReceiver)))
        .Distinct()
        .Select(type => type.AssemblyQualifiedName!)];

    public void Dispose() => _services.Dispose();

    [Theory]
    [MemberData(nameof(Events))]
    public void GroupNotice_AnyEvent_ArrivesAsItWas(string type)
    {
        var sent = new GroupNotice(3, (GroupEvent)Samples.Of(Type.GetType(type, throwOnError: true)!), null, null);

        var arrived = RoundTrip(sent);

        Assert.IsType(sent.Event!.GetType(), arrived.Event);
        Assert.Equivalent(sent, arrived, strict: true);
    }

    [Fact]
    public void GroupNotice_Slots_ArriveAsTheyWere()
    {
        SlotAssignment[] slots = [new("0", new TerminalId("t_1"), MediaSource.Screen), new("1", null, null)];
        var sent = new GroupNotice(3, null, new TerminalId("t_2"), slots);

        var arrived = RoundTrip(sent);

        Assert.Equal(slots, arrived.Slots);
        Assert.Equal(sent.Terminal, arrived.Terminal);
        Assert.Null(arrived.Event);
    }

    [Theory]
    [MemberData(nameof(Messages))]
    public void Message_AnyOfTheGrain_ArrivesAsItWas(string type)
    {
        var sent = Samples.Of(Type.GetType(type, throwOnError: true)!);

        var arrived = typeof(RoundTripTests).GetMethod(nameof(RoundTrip), BindingFlags.NonPublic | BindingFlags.Instance)!
            .MakeGenericMethod(sent.GetType()).Invoke(this, [sent]);

        Assert.IsType(sent.GetType(), arrived);
        Assert.Equivalent(sent, arrived, strict: true);
    }

    [Fact]
    public void Read_StorageFault_IsThrownAgainAtTheCaller()
    {
        var arrived = RoundTrip(new Answer<GroupSnapshot>(null, null, new StorageFault("The disk is full.", MayBeRecorded: false)));

        var error = Assert.Throws<StorageUnavailableException>(() => arrived.Read());
        Assert.Equal("The disk is full.", error.Message);
        Assert.False(error.MayBeRecorded);
    }

    private T RoundTrip<T>(T sent)
    {
        var serializer = _services.GetRequiredService<Serializer<T>>();
        return serializer.Deserialize(serializer.SerializeToArray(sent))!;
    }
}
