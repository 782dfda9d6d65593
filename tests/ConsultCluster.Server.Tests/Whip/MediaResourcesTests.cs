using ConsultCluster.Domain;
using ConsultCluster.Domain.Groups;
using ConsultCluster.Domain.Tokens;
using ConsultCluster.Ports.Stores;
using ConsultCluster.Server.Tests.Scenes;
using ConsultCluster.Server.Whip;
using ConsultCluster.Testing.Time;
using Microsoft.Extensions.Logging.Abstractions;

namespace ConsultCluster.Server.Tests.Whip;

/// <summary>Sessions that do not open, in a group that treats single-use tokens as the real one does.</summary>
public sealed class MediaResourcesTests
{
    private static readonly TerminalId Terminal = new("t-1");

    private readonly FakeTimeProvider _clock = new();
    private readonly FakeGroup _group = new(new GroupId("g-1"));
    private readonly MediaResources _resources;
    private readonly TokenClaims _claims;
    private string? _boundTo;
    private bool _isSeated;

    public MediaResourcesTests()
    {
        _claims = new TokenClaims(
            new TokenId("k-1"), _group.Id, new PersonId("p-1"), "Ambulance 7", GroupRole.Device, Permissions.Publish, TerminalKind.Whip,
            SingleUse: true, "hash", _clock.GetUtcNow(), _clock.GetUtcNow() + TimeSpan.FromMinutes(15));
        _resources = new MediaResources(new FakeGroups(_group), new RetryKeys(_clock), _clock, NullLogger<MediaResources>.Instance);
        _group.OnEnter = entry => Task.FromResult(Enter(entry));
        _group.OnLeave = _ =>
        {
            _isSeated = false;
            return Task.FromResult(Outcome.Done);
        };
    }

    [Fact]
    public async Task Open_OfferThrows_GivesTheSeatUpAndTheTokenCanBeUsedAgain()
    {
        _group.OnOffer = _ => throw new StorageUnavailableException("The test lost the answer.");

        await Assert.ThrowsAsync<StorageUnavailableException>(() => OpenAsync());

        Assert.False(_isSeated);
        Assert.Equal(["enter", "subscribe", "offer", "leave", "unsubscribe"], _group.Calls);
        await OpensAsync();
    }

    [Fact]
    public async Task Open_OfferIsRefused_GivesTheSeatUpAndTheTokenCanBeUsedAgain()
    {
        _group.OnOffer = _ => Task.FromResult(Outcome<MediaAnswer>.Refuse(RefusalCodes.SdpNoCodec, "No codec."));

        Assert.Equal(RefusalCodes.SdpNoCodec, (await OpenAsync()).Refusal?.Code);

        Assert.False(_isSeated);
        await OpensAsync();
    }

    [Fact]
    public async Task Open_SubscribingThrows_GivesTheSeatUpAndTheTokenCanBeUsedAgain()
    {
        _group.OnSubscribe = _ => throw new TimeoutException();

        Assert.Equal(RefusalCodes.RelayUnavailable, (await OpenAsync()).Refusal?.Code);

        Assert.False(_isSeated);
        _group.OnSubscribe = _ => Task.CompletedTask;
        await OpensAsync();
    }

    [Fact]
    public async Task Open_OfferHangs_IsRefusedInTimeAndTheTokenCanBeUsedAgain()
    {
        _group.OnOffer = _ => new TaskCompletionSource<Outcome<MediaAnswer>>().Task;
        var opening = OpenAsync();

        _clock.Advance(MediaResources.OpenTimeout);

        Assert.Equal(RefusalCodes.RelayUnavailable, (await opening.InTimeAsync()).Refusal?.Code);
        Assert.False(_isSeated);
        await OpensAsync();
    }

    [Fact]
    public async Task Open_ClientGivesUpWaiting_GivesTheSeatUpAndTheTokenCanBeUsedAgain()
    {
        using var aborted = new CancellationTokenSource();
        _group.OnOffer = _ => new TaskCompletionSource<Outcome<MediaAnswer>>().Task;
        var opening = OpenAsync(aborted.Token);

        await aborted.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => opening.InTimeAsync());
        Assert.False(_isSeated);
        await OpensAsync();
    }

    [Fact]
    public async Task Open_LeavingHangsToo_StillAnswersAndTheTokenCanBeUsedAgain()
    {
        _group.OnOffer = _ => throw new StorageUnavailableException("The test lost the answer.");
        _group.OnLeave = _ => new TaskCompletionSource<Outcome>().Task;
        var opening = OpenAsync();

        _clock.Advance(MediaResources.LeaveTimeout);

        await Assert.ThrowsAsync<StorageUnavailableException>(() => opening.InTimeAsync());
        await OpensAsync();
    }

    [Fact]
    public async Task Open_EnteringAnswersLateAfterARetry_TheSeatIsTheRetrys()
    {
        var late = new TaskCompletionSource();
        _group.OnEnter = async entry =>
        {
            var seat = Enter(entry);
            await late.Task;
            return seat;
        };
        var opening = OpenAsync();
        _clock.Advance(MediaResources.OpenTimeout);
        Assert.Equal(RefusalCodes.RelayUnavailable, (await opening.InTimeAsync()).Refusal?.Code);
        _group.OnEnter = entry => Task.FromResult(Enter(entry));
        await OpensAsync();

        late.SetResult();

        Assert.True(_isSeated);
        Assert.DoesNotContain("leave", _group.Calls);
        Assert.Single(_group.Calls, "offer");
    }

    [Fact]
    public async Task Open_EnteringAnswersLateAndNobodyRetried_GivesTheSeatUp()
    {
        var left = new TaskCompletionSource();
        var late = new TaskCompletionSource();
        _group.OnEnter = async entry =>
        {
            await late.Task;
            return Enter(entry);
        };
        _group.OnLeave = _ =>
        {
            left.SetResult();
            return Task.FromResult(Outcome.Done);
        };
        var opening = OpenAsync();
        _clock.Advance(MediaResources.OpenTimeout);
        await opening.InTimeAsync();

        late.SetResult();

        await left.Task.InTimeAsync();
        Assert.DoesNotContain("offer", _group.Calls);
    }

    [Fact]
    public async Task Open_TokenInUse_IsRefusedAndStaysSo()
    {
        await OpensAsync();

        Assert.Equal(RefusalCodes.TokenUsed, (await OpenAsync()).Refusal?.Code);
        Assert.Equal(RefusalCodes.TokenUsed, (await OpenAsync()).Refusal?.Code);
        Assert.True(_isSeated);
    }

    private Task<Outcome<OpenedMedia>> OpenAsync(CancellationToken aborted = default) =>
        _resources.OpenAsync(MediaDirection.Whip, _claims, "v=0", "192.0.2.1", aborted);

    private async Task OpensAsync()
    {
        _group.OnOffer = _ => Task.FromResult<Outcome<MediaAnswer>>(new MediaAnswer("v=0", new RelayId("r-1")));
        var opened = await OpenAsync();
        Assert.Null(opened.Refusal);
        Assert.Same(opened.Value!.Resource, _resources.Find(MediaDirection.Whip, opened.Value.Resource.Id, _claims).Value);
    }

    private Outcome<Seat> Enter(Entry entry)
    {
        if ((_boundTo ??= entry.SeatKeyHash) != entry.SeatKeyHash)
        {
            return Outcome<Seat>.Refuse(RefusalCodes.TokenUsed, "Used.");
        }

        var resumed = _isSeated;
        _isSeated = true;
        return new Seat(Terminal, resumed, _group.Snapshot, null);
    }
}
