package io.borescope.api.component;

/** A capability beside the pipelines: health, storage, an interface for people. Started before and closed after all others. */
public interface Extension extends Component {}
