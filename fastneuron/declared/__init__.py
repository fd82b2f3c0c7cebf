"""What a declaration of a model may say: checked when its class is made, before an equation is tried."""
